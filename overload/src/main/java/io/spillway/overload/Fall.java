package io.spillway.overload;

/**
 * Remembers from where the limit falls, and says whether it does so in vain: latency that comes from concurrency falls
 * with it. Guarded by the flag of {@link AdaptiveLimit}.
 */
final class Fall {
    /** Standard errors: a noisy service seems not to follow once in a while. */
    private static final double CERTAIN = 3;

    /** Of the logarithm of what is in service: one step of a fall without noise. */
    private static final double LEAST_FALL = 0.2;

    private boolean running;
    private double latencyNanos;
    private double inflight;
    private int count;

    boolean running() {
        return running;
    }

    void begin(LatencyWindow window) {
        running = true;
        latencyNanos = window.latencyNanos();
        inflight = window.inflight();
        count = window.count();
    }

    void end() {
        running = false;
    }

    /** The latency that did not follow: the lesser of before and now, which noise raises less. */
    double latencyNanos(double latencyNow) {
        return Math.min(latencyNanos, latencyNow);
    }

    /** Whether latency fell, for certain, by less than half of what it does when it comes from concurrency. */
    boolean inVain(double latencyNow, LatencyWindow window, double variation) {
        double fell = Math.log(latencyNanos / latencyNow);
        double lowered = Math.log(inflight / window.inflight());
        double error = variation * Math.sqrt(1.0 / count + 1.0 / window.count());
        return lowered > LEAST_FALL && fell + CERTAIN * error < 0.5 * lowered;
    }
}
