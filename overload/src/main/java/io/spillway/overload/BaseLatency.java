package io.spillway.overload;

/**
 * What a request takes without load, as a running mean of those that started while few were in service. It remembers as
 * many samples as its own variance asks for: about what makes the mean exact to 5%.
 *
 * <p>Guarded by the flag of {@link AdaptiveLimit}; readers on other threads may see the value before.
 */
final class BaseLatency {
    private static final double EXACT_TO = 0.05;
    private static final double LEAST_MEMORY = 64;
    private static final double MOST_MEMORY = 4_096;
    private static final double MOST_VARIATION = 4;

    private double meanNanos;
    private double variance;
    private double samples;

    boolean known() {
        return samples > 0;
    }

    double nanos() {
        return meanNanos;
    }

    /** Standard deviation over mean, at most 4. */
    double variation() {
        return meanNanos <= 0 ? 1 : Math.min(MOST_VARIATION, Math.sqrt(variance) / meanNanos);
    }

    void add(double latencyNanos) {
        double asked = variation() / EXACT_TO;
        double memory = Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, asked * asked));
        samples = Math.min(samples + 1, memory);
        double off = latencyNanos - meanNanos;
        double weight = 1 / samples;
        meanNanos += off * weight;
        variance = (1 - weight) * (variance + weight * off * off);
    }

    /** Forgets the mean for another that is known from some samples, and keeps the variation. */
    void learn(double nanos, int count) {
        double factor = meanNanos <= 0 ? 0 : nanos / meanNanos;
        variance *= factor * factor;
        meanNanos = nanos;
        samples = Math.max(1, count);
    }
}
