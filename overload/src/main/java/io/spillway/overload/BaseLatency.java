package io.spillway.overload;

/**
 * What a request takes without load, as a running mean of those that started while few were in service. Guarded by the
 * flag of {@link AdaptiveLimit}.
 */
final class BaseLatency {
    private static final double MOST_VARIATION = 4;

    private final RunningMean mean = new RunningMean();
    private double variance;

    boolean known() {
        return mean.known();
    }

    double nanos() {
        return mean.get();
    }

    /** Whether it knows enough; the variation and with it the memory move. */
    boolean settled() {
        return mean.samples() >= RunningMean.memory(variation()) / 2;
    }

    /** Standard deviation over mean, at most 4. */
    double variation() {
        return mean.get() <= 0 ? 1 : Math.min(MOST_VARIATION, Math.sqrt(variance) / mean.get());
    }

    /** Standard error of the mean, as a part of it. */
    double error() {
        return variation() / Math.sqrt(Math.max(1, mean.samples()));
    }

    /** @param leastMemory samples to remember at least: those of one moment are alike */
    void add(double latencyNanos, int leastMemory) {
        double off = latencyNanos - mean.get();
        boolean first = !mean.known();
        double weight = mean.add(latencyNanos, 1, Math.max(leastMemory, RunningMean.memory(variation())));
        variance = first ? 0 : (1 - weight) * (variance + weight * off * off);
    }

    /** Forgets the mean for that of some samples, and keeps the variation. */
    void learn(double nanos, int count) {
        double factor = mean.get() <= 0 ? 0 : nanos / mean.get();
        variance *= factor * factor;
        mean.restart(nanos, count);
    }

    /** As {@link #learn} with the first samples, whose variation is all that is known of it. */
    void begin(LatencyWindow window) {
        mean.restart(window.latencyNanos(), window.count());
        variance = window.variance();
    }
}
