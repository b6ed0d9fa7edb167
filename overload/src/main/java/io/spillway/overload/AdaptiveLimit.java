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

    /** Latency so much above that is more than the limit's own play: the service changed. */
    private static final double ABRUPT = 1.3;

    /** Standard errors: a limit too low costs throughput, one too high some wait. */
    private static final double CAUTION = 3;

    private static final double GROWTH = 1.5;

    /** Requests that started with at most this part of what is needed in service did not wait inside. */
    private static final double UNCROWDED = 0.95;

    /** What is less than this part is less, and by enough to matter. */
    private static final double CLEARLY_LESS = 0.8;

    /** Of the limit: a probe leaves something to measure, whatever is thought of the base. */
    private static final double LEAST_DEPTH = 0.3;

    private static final int WINDOW_SAMPLES = 64;
    private static final int MOST_WINDOW_SAMPLES = 512;

    /** The noise of a window's mean that is small enough to act on. */
    private static final double WINDOW_NOISE = 0.15;

    private static final int FEW_SAMPLES = 10;
    private static final long WINDOW_NANOS = 20_000_000L;
    /** Deviations above the mean: after a change of the limit fast requests end first, so a window takes in slow ones. */
    private static final double TAIL = 4;

    private static final long LONG_WINDOW_NANOS = 500_000_000L;
    private static final double DECAY_NANOS = 60e9;

    private final AdmissionConfig config;
    private final AtomicBoolean taken = new AtomicBoolean();

    // Guarded by taken; the volatile ones are read by all.
    private final LatencyWindow window = new LatencyWindow();
    private final BaseLatency base = new BaseLatency();
    private final RunningMean throughput = new RunningMean();
    private final BaseProbe probe = new BaseProbe();
    private final Fall fall = new Fall();
    private double estimate;

    /** Fixed until the next look: were it to move with each sample, slow ones would be judged by another than fast ones. */
    private int uncrowded = 1;

    private int memory;
    private int windowSamples = WINDOW_SAMPLES;
    private double windowNanos = WINDOW_NANOS;
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
        if (base.known() && inflight <= uncrowded) {
            base.add(latency, memory);
            probe.sawUncrowded(inflight, latency);
        }
        long length = window.lengthNanos(now);
        boolean full = window.count() >= windowSamples && length >= windowNanos;
        boolean old = window.count() >= FEW_SAMPLES && length >= LONG_WINDOW_NANOS;
        if (full || old) {
            look(ended, now);
            window.start(ended, now);
        }
    }

    /** What is in service when all work is done and nobody waits inside: Little's law. */
    private double crowd() {
        return throughput.get() * base.nanos();
    }

    private void look(long ended, long now) {
        if (probe.running()) {
            if (probe.windowEnds(windowSamples)) {
                publish(estimate);
            }
            return;
        }
        if (probe.settling()) {
            learnFromProbe();
            return;
        }
        double latency = window.latencyNanos();
        if (!base.known()) {
            base.begin(window);
        }
        double noise = base.variation() / Math.sqrt(window.count());
        if (latency < base.nanos() * (CLEARLY_LESS - 3 * noise)) {
            base.learn(latency, window.count());
            probe.doubt();
            lastMove = LimitMove.LEARNED_FASTER;
        }
        boolean reached = window.mostInflight() >= limit;
        measureThroughput(window.throughput(ended, now), noise, reached);
        if (reached) {
            move(latency, noise);
        } else {
            fall.end();
            decay(window.lengthNanos(now));
        }
        double asked = base.variation() / WINDOW_NOISE;
        windowSamples = (int) Math.max(WINDOW_SAMPLES, Math.min(MOST_WINDOW_SAMPLES, asked * asked));
        memory = 2 * window.count();
        windowNanos = Math.max(WINDOW_NANOS, Math.max(latency, base.nanos() * (1 + TAIL * base.variation())));
        baseNanos = (long) base.nanos();
        variation = base.variation();
        needed = Math.max(1, Math.min(crowd(), estimate));
        if (reached && probe.due(fall.running())) {
            lastMove = LimitMove.PROBED;
            probe.begin(base.nanos(), window);
            uncrowded = (int) Math.max(config.minLimit(), Math.max(LEAST_DEPTH * estimate, probe.limit(crowd())));
            publish(uncrowded);
        } else {
            uncrowded = (int) Math.max(1, UNCROWDED * crowd());
            publish(estimate);
        }
    }

    private void learnFromProbe() {
        double noise = base.variation() / Math.sqrt(Math.max(1, probe.seen()));
        double ratio = probe.seen() == 0 ? 1 : probe.latencyNanos() / probe.baseNanos();
        if (ratio < 0.9 - CAUTION * noise) {
            base.learn(probe.latencyNanos(), probe.seen());
            lastMove = LimitMove.LEARNED_FASTER;
        } else if (ratio > 1.1 + CAUTION * noise && !probe.followed()) {
            base.learn(probe.latencyNanos(), probe.seen());
            lastMove = LimitMove.LEARNED_SLOWER;
        }
        probe.end(ratio, noise, base.settled());
    }

    /** Throughput below the limit is that of the callers, which may change at once. */
    private void measureThroughput(double measured, double noise, boolean reached) {
        double off = Math.abs(measured - throughput.get());
        if (!reached || off > throughput.get() * (0.05 + 3 * noise)) {
            throughput.restart(measured, window.count());
        } else {
            throughput.add(measured, window.count(), RunningMean.memory(base.variation()));
        }
    }

    private void decay(long nanos) {
        double floor = Math.max(config.initialLimit(), 2 * crowd());
        if (estimate > floor) {
            estimate -= (estimate - floor) * Math.min(1, nanos / DECAY_NANOS);
            lastMove = LimitMove.UNUSED;
        }
    }

    private void move(double latency, double noise) {
        probe.crowded();
        double headroom = Math.min(MOST_HEADROOM, HEADROOM + CAUTION * Math.hypot(noise, base.error()));
        if (latency <= base.nanos() * (1.02 + noise)) {
            fall.end();
            grow(Math.min(GROWTH * estimate, GROWTH * crowd()), LimitMove.GREW);
        } else if (latency <= base.nanos() * headroom || headroom * crowd() >= estimate) {
            fall.end();
            grow(headroom * crowd(), LimitMove.FOLLOWED_THROUGHPUT);
        } else if (fall.running() && fall.inVain(latency, window, base.variation())) {
            fall.end();
            base.learn(fall.latencyNanos(latency), window.count());
            probe.doubt();
            grow(headroom * crowd(), LimitMove.LEARNED_SLOWER);
        } else {
            if (!fall.running()) {
                fall.begin(window);
            }
            if (latency > base.nanos() * headroom * (ABRUPT + noise)) {
                probe.jumped();
            }
            estimate = Math.max(headroom * crowd(), estimate * Math.max(0.5, 0.8 - noise / 2));
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

    private void publish(double value) {
        limit = (int) Math.max(config.minLimit(), Math.min(config.maxLimit(), Math.ceil(value)));
    }
}
