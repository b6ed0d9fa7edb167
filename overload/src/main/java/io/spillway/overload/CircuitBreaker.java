package io.spillway.overload;

import io.spillway.overload.CircuitState.Cause;
import io.spillway.overload.CircuitState.Move;

/**
 * Refuses calls to what fails or is slow, and finds out on its own when it is well again. States and moves are those of
 * {@link CircuitState#MOVES}.
 *
 * <pre>
 *   long permit = breaker.tryAcquire(now);
 *   if (permit == CircuitBreaker.REFUSED) ...
 *   breaker.succeeded(permit, now, duration);      or failed, or cancelled; once
 * </pre>
 *
 * <p>A permit is a number that names the period it was given in: between two moves of the breaker. What comes back in a
 * later period says nothing about it and is not counted. A success never opens a closed breaker: rates are looked at
 * with every failed and every slow call.
 *
 * <p>Safe for any number of threads; time is an argument, in nanoseconds of any clock that only rises, such as
 * {@link System#nanoTime()}. While closed nothing is allocated, and no lock is taken but once a bucket of the window.
 * The half-open state, in which few calls pass, has one short lock; calls that it refuses take none.
 */
public final class CircuitBreaker {
    /** In place of a permit. */
    public static final long REFUSED = -1;

    private static final int STATE_BITS = 2;

    private final CircuitBreakerConfig config;
    private final CircuitListener listener;
    private final OutcomeWindow window;
    private final long slowNanos;
    private final Object lock = new Object();

    /** Number of the period, above the code of its state; as a permit of the period. Changed under the lock. */
    private volatile long period;
    /** In the open state its end; in the half-open one when probes that are out are given up. */
    private volatile long until;

    private volatile int probesLeft;
    private int probesOut;
    private int probesBack;
    private int probesFailed;
    private int probesSlow;

    /** Closed, with a window that begins now. */
    public CircuitBreaker(CircuitBreakerConfig config, CircuitListener listener, long nowNanos) {
        this.config = config;
        this.listener = listener;
        this.window = new OutcomeWindow(config.window().toNanos(), config.buckets(), nowNanos);
        this.slowNanos = config.slowCall().toNanos();
    }

    /** A permit for one call, or {@link #REFUSED}. */
    public long tryAcquire(long nowNanos) {
        long permit = period;
        return stateOf(permit) == CircuitState.CLOSED ? permit : tryProbe(nowNanos);
    }

    /**
     * The call came back well.
     *
     * @param durationNanos that it took
     */
    public void succeeded(long permit, long nowNanos, long durationNanos) {
        if (permit != period) {
            return;
        }
        if (stateOf(permit) == CircuitState.CLOSED) {
            window.advance(nowNanos);
            window.succeeded();
            if (durationNanos >= slowNanos) {
                window.slow();
                openAtRate(permit, nowNanos);
            }
        } else {
            probeBack(permit, nowNanos, durationNanos, 0);
        }
    }

    /** The call came back, and badly. */
    public void failed(long permit, long nowNanos, long durationNanos) {
        if (permit != period) {
            return;
        }
        if (stateOf(permit) == CircuitState.CLOSED) {
            window.advance(nowNanos);
            window.failed();
            if (durationNanos >= slowNanos) {
                window.slow();
            }
            openAtRate(permit, nowNanos);
        } else {
            probeBack(permit, nowNanos, durationNanos, 1);
        }
    }

    /** The call was not made, or its end says nothing: the caller went away. */
    public void cancelled(long permit) {
        if (permit == period && stateOf(permit) == CircuitState.HALF_OPEN) {
            synchronized (lock) {
                if (permit == period) {
                    probesOut--;
                    setProbesLeft(probesLeft + 1);
                }
            }
        }
    }

    public CircuitState state() {
        return stateOf(period);
    }

    /** How long calls will be refused at least; 0 when they are not. */
    public long retryAfterNanos(long nowNanos) {
        return switch (state()) {
            case CLOSED -> 0;
            case OPEN -> Math.max(0, until - nowNanos);
            case HALF_OPEN -> probesLeft > 0 ? 0 : Math.max(0, until - nowNanos);
        };
    }

    /** What was counted. */
    public CircuitFigures figures(long nowNanos) {
        synchronized (lock) {
            CircuitState state = state();
            if (state == CircuitState.HALF_OPEN) {
                return new CircuitFigures(state, config.window(), probesBack, probesFailed, probesSlow);
            }
            window.advance(nowNanos);
            long outcomes = window.outcomes();
            return new CircuitFigures(
                    state,
                    config.window(),
                    OutcomeWindow.calls(outcomes),
                    OutcomeWindow.failures(outcomes),
                    window.slowCalls());
        }
    }

    private long tryProbe(long nowNanos) {
        if (probesLeft == 0 && nowNanos - until < 0) {
            return REFUSED;
        }
        synchronized (lock) {
            if (state() == CircuitState.HALF_OPEN && probesLeft == 0 && nowNanos - until >= 0) {
                giveUpProbes(nowNanos);
            }
            if (state() == CircuitState.OPEN && nowNanos - until >= 0) {
                move(Cause.OPEN_TIME_OVER, nowNanos);
            }
            return switch (state()) {
                case CLOSED -> period;
                case OPEN -> REFUSED;
                case HALF_OPEN -> probe(nowNanos);
            };
        }
    }

    private long probe(long nowNanos) {
        if (probesLeft == 0) {
            return REFUSED;
        }
        setProbesLeft(probesLeft - 1);
        probesOut++;
        until = nowNanos + config.probeTimeout().toNanos();
        return period;
    }

    /** Their callers may be hanging, or may have forgotten to say how it went: neither may keep the breaker here. */
    private void giveUpProbes(long nowNanos) {
        probesFailed += probesOut;
        probesBack += probesOut;
        probesOut = 0;
        decide(nowNanos);
    }

    private void probeBack(long permit, long nowNanos, long durationNanos, int failed) {
        synchronized (lock) {
            if (permit != period) {
                return;
            }
            probesOut--;
            probesBack++;
            probesFailed += failed;
            probesSlow += durationNanos >= slowNanos ? 1 : 0;
            decide(nowNanos);
        }
    }

    private void decide(long nowNanos) {
        if (probesFailed >= config.failureRate() * config.probes()
                || probesSlow >= config.slowRate() * config.probes()) {
            move(Cause.PROBES_BAD, nowNanos);
        } else if (probesBack >= config.probes()) {
            move(Cause.PROBES_WELL, nowNanos);
        }
    }

    private void openAtRate(long permit, long nowNanos) {
        long outcomes = window.outcomes();
        long calls = OutcomeWindow.calls(outcomes);
        if (calls < config.minimumCalls()) {
            return;
        }
        if (OutcomeWindow.failures(outcomes) >= config.failureRate() * calls) {
            moveFrom(permit, Cause.FAILURE_RATE, nowNanos);
        } else if (window.slowCalls() >= config.slowRate() * calls) {
            moveFrom(permit, Cause.SLOW_RATE, nowNanos);
        }
    }

    private void moveFrom(long permit, Cause cause, long nowNanos) {
        synchronized (lock) {
            if (permit == period) {
                move(cause, nowNanos);
            }
        }
    }

    private void move(Cause cause, long nowNanos) {
        CircuitState from = state();
        CircuitState to = from.after(cause).orElseThrow();
        CircuitFigures figures = figures(nowNanos);
        long openUntil = nowNanos + config.openFor().toNanos();
        probesOut = 0;
        probesBack = 0;
        probesFailed = 0;
        probesSlow = 0;
        switch (to) {
            case CLOSED -> window.clear(nowNanos);
            case OPEN -> {
                setProbesLeft(0);
                until = openUntil;
            }
            case HALF_OPEN -> setProbesLeft(config.probes());
        }
        period = (((period >>> STATE_BITS) + 1) << STATE_BITS) + to.code();
        listener.moved(new Move(from, cause, to), figures, nowNanos);
    }

    private void setProbesLeft(int probes) {
        probesLeft = probes;
    }

    private static CircuitState stateOf(long period) {
        return CircuitState.of((int) period & ((1 << STATE_BITS) - 1));
    }
}
