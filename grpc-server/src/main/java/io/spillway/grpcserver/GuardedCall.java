package io.spillway.grpcserver;

import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallDeadline;
import io.spillway.grpcserver.GuardedMethod.Kind;
import io.spillway.overload.Admission;
import io.spillway.overload.Outcome;
import io.spillway.overload.Refusal;
import io.spillway.overload.Waiter;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request through the guard. A permit is given back exactly once: by whoever takes the step out of
 * GRANTED or RUNNING, or finds in {@link #admitted} that nobody is left to take it.
 *
 * <pre>
 * NEW      offered                WAITING
 *          off                    FREE     runs without a permit
 *          too late               ENDED    answered; in a dry run FREE
 * WAITING  admitted               GRANTED  with a permit, on its way to where the request lives
 *          admitted in a dry run  RUNNING
 *          refused                REFUSED  on its way to where the request lives
 *          refused in a dry run   FREE
 *          cancelled              ENDED
 * GRANTED  resumed                RUNNING
 *          cancelled              ENDED    permit given back
 * REFUSED  resumed                ENDED    answered
 * RUNNING  ended                  ENDED    permit given back
 *          abandoned              LINGERS  the caller is gone, the handler may still work
 * LINGERS  ended, or time is up   ENDED    permit given back
 * </pre>
 *
 * <p>Thread-safe: each step is one compare-and-set.
 */
final class GuardedCall extends Waiter {
    enum State {
        NEW,
        WAITING,
        GRANTED,
        REFUSED,
        RUNNING,
        LINGERS,
        FREE,
        ENDED
    }

    private static final long LONGEST_LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Guard guard;
    private final GuardedMethod method;
    private final CallContext context;
    private final RequestHost host;
    private final GuardMode mode;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    private volatile long offeredNanos;
    private volatile long startedNanos;
    /** What admission said with the permit. */
    private volatile int inflight;

    private volatile boolean waited;
    private volatile @Nullable Thread deciding;
    private volatile @Nullable GuardRefusal refusal;

    GuardedCall(Guard guard, GuardedMethod method, CallContext context, RequestHost host) {
        super(context.priority(), guard.cohort(context), guard.cost(method), deadlineNanos(context));
        this.guard = guard;
        this.method = method;
        this.context = context;
        this.host = host;
        mode = guard.mode();
    }

    /** Once, on the thread of the request: runs or answers it before this returns, or leaves it waiting. */
    void decide() {
        long now = guard.nanoTime();
        offeredNanos = now;
        startedNanos = now;
        if (mode == GuardMode.OFF) {
            state.set(State.FREE);
            host.run();
        } else if (isTooLate(now)) {
            state.set(mode == GuardMode.ON ? State.REFUSED : State.FREE);
            refuseWith(GuardRefusal.DEADLINE_PASSED, now);
            goOn();
        } else {
            state.set(State.WAITING);
            deciding = Thread.currentThread();
            int room = guard.admission().tryAcquire(deadlineNanos(), now);
            if (room > 0) {
                admitted(room, now);
            } else {
                guard.admission().offer(this, now);
            }
            deciding = null;
            goOn();
        }
    }

    private void goOn() {
        boolean waits = state.get() == State.WAITING;
        if (waits) {
            waited = mode == GuardMode.ON;
            guard.expiry().arm(host, guard.nanoTime());
        }
        if (mode == GuardMode.DRY_RUN) {
            // Whether it would have waited or been refused: it runs, and its place in the queue is for the count only.
            host.run();
        } else if (!waits) {
            resume();
        }
    }

    /** Takes the next step where the request lives. */
    private void resume() {
        if (state.compareAndSet(State.REFUSED, State.ENDED)) {
            GuardRefusal why = refusal;
            if (why != null) {
                host.refuse(why);
            }
        } else if (state.compareAndSet(State.GRANTED, State.RUNNING)) {
            long now = guard.nanoTime();
            if (isTooLate(now)) {
                state.set(State.ENDED);
                giveBack(Outcome.IGNORED, now);
                refuseWith(GuardRefusal.DEADLINE_PASSED, now);
                host.refuse(GuardRefusal.DEADLINE_PASSED);
            } else {
                startedNanos = now;
                host.run();
            }
        }
    }

    @Override
    protected void admitted(int inflight, long nowNanos) {
        this.inflight = inflight;
        State next = mode == GuardMode.ON ? State.GRANTED : State.RUNNING;
        if (!state.compareAndSet(State.WAITING, next)) {
            giveBack(Outcome.IGNORED, nowNanos);
            return;
        }
        guard.metrics().admitted(priority());
        guard.log().flush(mode, nowNanos);
        leaveQueue(nowNanos);
    }

    @Override
    protected void refused(Refusal refusal, long pushbackNanos) {
        State next = mode == GuardMode.ON ? State.REFUSED : State.FREE;
        long now = guard.nanoTime();
        // Written first: who sees the state needs the reason.
        this.refusal = GuardRefusal.of(refusal, pushbackNanos);
        if (state.compareAndSet(State.WAITING, next)) {
            refuseWith(GuardRefusal.of(refusal, pushbackNanos), now);
            leaveQueue(now);
        }
    }

    private void refuseWith(GuardRefusal why, long now) {
        refusal = why;
        guard.metrics().refused(priority(), why, mode);
        guard.log().refused(priority(), mode, now);
    }

    private void leaveQueue(long now) {
        if (!Thread.currentThread().equals(deciding)) {
            guard.metrics().waited(now - offeredNanos);
            if (mode == GuardMode.ON) {
                goOnWhereItLives();
            }
        }
    }

    /** Called on the thread of another request, which must not suffer when this one's event loop has shut down. */
    private void goOnWhereItLives() {
        try {
            host.execute(this::resume);
        } catch (RejectedExecutionException e) {
            cancelled();
        }
    }

    /** The caller is gone. A handler that runs hears it from its framework. */
    void cancelled() {
        long now = guard.nanoTime();
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            // When admission has just let it in, admitted() gives the permit back.
            guard.admission().cancel(this);
            guard.metrics().cancelled();
        } else if (state.compareAndSet(State.GRANTED, State.ENDED)) {
            giveBack(Outcome.IGNORED, now);
            guard.metrics().cancelled();
        }
    }

    /** The handler is done; only the first call counts. */
    void ended(Outcome outcome) {
        long now = guard.nanoTime();
        if (state.compareAndSet(State.RUNNING, State.ENDED)) {
            giveBack(outcome, now);
            if (outcome == Outcome.OK && method.kind() == Kind.UNARY) {
                guard.learn(method, now - startedNanos);
            }
        } else if (state.compareAndSet(State.LINGERS, State.ENDED)) {
            giveBack(isTooLate(now) ? Outcome.DROPPED : Outcome.IGNORED, now);
        } else if (mode == GuardMode.DRY_RUN && state.compareAndSet(State.WAITING, State.ENDED)) {
            guard.admission().cancel(this);
        }
    }

    /**
     * The caller or its deadline ended what ran. A unary handler rarely notices: it keeps its permit for as long again as
     * it had run, or until it is heard of. Otherwise a service whose callers time out would be given more work on top of
     * the work that nobody waits for.
     */
    void abandoned() {
        long now = guard.nanoTime();
        long ran = now - startedNanos;
        Outcome outcome = isTooLate(now) ? Outcome.DROPPED : Outcome.IGNORED;
        if (method.kind() != Kind.UNARY || ran <= 0) {
            ended(Outcome.IGNORED);
        } else if (state.compareAndSet(State.RUNNING, State.LINGERS)) {
            GuardThreads.schedule(
                    () -> stopLingering(outcome, ran), Math.min(ran, LONGEST_LINGER_NANOS), TimeUnit.NANOSECONDS);
        } else {
            ended(outcome);
        }
    }

    private void stopLingering(Outcome outcome, long ranNanos) {
        if (state.compareAndSet(State.LINGERS, State.ENDED)) {
            guard.admission().release(inflight, ranNanos, cost(), outcome, guard.nanoTime());
        }
    }

    /** Whether it stood in the queue before it ran. */
    boolean hasWaited() {
        return waited;
    }

    private boolean isTooLate(long now) {
        CallDeadline deadline = context.deadline();
        return deadline != null && deadline.isOver(now);
    }

    private void giveBack(Outcome outcome, long now) {
        guard.admission().release(inflight, now - startedNanos, cost(), outcome, now);
    }

    private static long deadlineNanos(CallContext context) {
        CallDeadline deadline = context.deadline();
        return deadline == null ? Admission.NO_DEADLINE : deadline.nanos();
    }
}
