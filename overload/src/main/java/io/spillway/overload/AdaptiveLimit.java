package io.spillway.overload;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Estimates how many requests a service needs in service at once to do all it can.
 *
 * <p>By Little's law that is throughput times the latency without load; what is admitted beyond only waits inside, where
 * nobody can choose any more who goes first. The limit is that, and a little more that grows with the noise of a mean of
 * so many samples: a service of constant latency gets a tight limit, one with a heavy tail a loose one.
 *
 * <p>The latency without load is the mean of requests that started while few were in service. Under lasting overload
 * there are none, so now and then the limit falls for one window to just below what is needed. Since a queue stands in
 * front, nothing is refused for it, and since the service stays busy, next to nothing is lost.
 *
 * <p>A lower limit has to prove itself: latency from concurrency falls with it. When it does not, something behind the
 * service is slow, and the new latency becomes the one without load; so a slow dependency raises the limit and does not
 * collapse it.
 *
 * <p>Thread-safe. Samples are taken by whichever thread gets the flag; who does not drops its sample and does not wait.
 */
final class AdaptiveLimit {
    /** Above what is needed even without noise: keeps workers busy between two requests. */
    private static final double HEADROOM = 1.15;

    private static final double MOST_HEADROOM = 2;
    private static final double GROWTH = 1.5;
    private static final double FALL = 0.8;

    /** Requests that started with at most this part of what is needed in service did not wait inside. */
    private static final double UNCROWDED = 0.95;

    private static final int WINDOW_SAMPLES = 64;
    private static final int FEW_SAMPLES = 10;
    private static final long WINDOW_NANOS = 20_000_000L;
    private static final long LONG_WINDOW_NANOS = 500_000_000L;
    private static final double DECAY_NANOS = 60e9;

    private final AdmissionConfig config;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final LatencyWindow window = new LatencyWindow();
    private final BaseLatency base = new BaseLatency();
    private final BaseProbe probe = new BaseProbe();

    // Guarded by taken; the volatile ones are read by all.
    private double estimate;
    private double throughput;
    private double throughputBefore;
    private boolean falling;
    private double latencyBeforeFall;
    private double inflightBeforeFall;
    private boolean started;
    private volatile int limit;
    private volatile double needed;
    private volatile double variation = 1;
    private volatile long baseNanos;
    private volatile LimitMove lastMove = LimitMove.START;

    AdaptiveLimit(AdmissionConfig config) {
        this.config = config;
        this.estimate = config.initialLimit();
        this.limit = config.initialLimit();
        this.needed = config.initialLimit();
    }

    int limit() {
        return limit;
    }

    /** How many in service do all the work there is, in mean requests. */
    double needed() {
        return needed;
    }

    /** Zero until known. */
    long baseNanos() {
        return baseNanos;
    }

    /** Standard deviation of latency without load over its mean. */
    double variation() {
        return variation;
    }

    LimitMove lastMove() {
        return lastMove;
    }

    /**
     * @param inflight how many were in service when it started, itself included
     * @param ended how many requests have ended so far, this one included, also those whose sample was dropped
     */
    void record(int inflight, long latencyNanos, double cost, Outcome outcome, long ended, long nowNanos) {
        if (outcome == Outcome.IGNORED || taken.getPlain() || !taken.compareAndSet(false, true)) {
            return;
        }
        try {
            sample(inflight, latencyNanos / cost * (outcome == Outcome.DROPPED ? 2 : 1), cost, ended, nowNanos);
        } finally {
            taken.set(false);
        }
    }

    private void sample(int inflight, double latency, double cost, long ended, long now) {
        if (!started) {
            started = true;
            window.start(ended - 1, now - (long) (latency * cost));
        }
        window.add(inflight, latency, cost);
        if (inflight <= Math.max(1, UNCROWDED * crowd())) {
            base.add(latency);
            probe.sawUncrowded();
        }
        long length = window.lengthNanos(now);
        boolean full = window.count() >= WINDOW_SAMPLES && length >= Math.max(WINDOW_NANOS, base.nanos());
        boolean old = window.count() >= FEW_SAMPLES && length >= LONG_WINDOW_NANOS;
        if (full || old) {
            look(ended, now);
            window.start(ended, now);
        }
    }

    /** What is needed by the last two windows: one with little throughput by chance does not lower the limit. */
    private double crowd() {
        return Math.max(throughput, throughputBefore) * base.nanos();
    }

    private void look(long ended, long now) {
        if (probe.running()) {
            if (!probe.windowEnds()) {
                return;
            }
            publish(estimate);
            return;
        }
        throughputBefore = throughput;
        throughput = window.throughput(ended, now);
        double latency = window.latencyNanos();
        if (!base.known()) {
            base.learn(latency, window.count());
        }
        double noise = base.variation() / Math.sqrt(window.count());
        if (latency < base.nanos() * (0.98 - 2 * noise)) {
            base.learn(latency, window.count());
            lastMove = LimitMove.LEARNED_FASTER;
        }
        move(latency, noise, now);
        baseNanos = (long) base.nanos();
        variation = base.variation();
        if (probe.due()) {
            lastMove = LimitMove.PROBED;
            publish(UNCROWDED * crowd());
        } else {
            publish(estimate);
        }
    }

    private void move(double latency, double noise, long now) {
        if (window.mostInflight() < limit) {
            falling = false;
            double floor = Math.max(config.initialLimit(), 2 * crowd());
            if (estimate > floor) {
                estimate -= (estimate - floor) * Math.min(1, window.lengthNanos(now) / DECAY_NANOS);
                lastMove = LimitMove.UNUSED;
            }
            return;
        }
        needed = crowd();
        probe.crowded();
        double headroom = Math.min(MOST_HEADROOM, HEADROOM + 2 * noise);
        if (latency <= base.nanos() * (1.02 + noise)) {
            falling = false;
            grow(Math.min(GROWTH * estimate, GROWTH * crowd()), LimitMove.GREW);
        } else if (latency <= base.nanos() * headroom || headroom * crowd() >= estimate) {
            falling = false;
            grow(headroom * crowd(), LimitMove.FOLLOWED_THROUGHPUT);
        } else if (falling && notProven(latency)) {
            falling = false;
            base.learn(latency, window.count());
            grow(headroom * crowd(), LimitMove.LEARNED_SLOWER);
        } else {
            if (!falling) {
                falling = true;
                latencyBeforeFall = latency;
                inflightBeforeFall = window.inflight();
            }
            estimate = Math.max(headroom * crowd(), FALL * estimate);
            lastMove = LimitMove.FOLLOWED_THROUGHPUT;
        }
        estimate = Math.max(config.minLimit(), Math.min(config.maxLimit(), estimate));
    }

    private void grow(double target, LimitMove move) {
        if (target > estimate) {
            estimate = target;
            lastMove = move;
        }
    }

    /** Whether latency fell by less than half of what it does when it comes from concurrency. */
    private boolean notProven(double latency) {
        double fell = Math.log(latencyBeforeFall / latency);
        double lowered = Math.log(inflightBeforeFall / window.inflight());
        return lowered > 0.07 && fell < 0.5 * lowered;
    }

    private void publish(double value) {
        limit = (int) Math.max(config.minLimit(), Math.min(config.maxLimit(), Math.ceil(value)));
    }
}
