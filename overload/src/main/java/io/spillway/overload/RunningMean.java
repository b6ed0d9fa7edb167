package io.spillway.overload;

/**
 * A mean that remembers as many samples as its variation asks for: about what makes it exact to 5%. Guarded by the flag
 * of {@link AdaptiveLimit}.
 */
final class RunningMean {
    private static final double EXACT_TO = 0.05;
    private static final double LEAST_MEMORY = 64;
    private static final double MOST_MEMORY = 4_096;

    private double mean;
    private double samples;

    /** Samples that make a mean exact to 5%. */
    static double memory(double variation) {
        double asked = variation / EXACT_TO;
        return Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, asked * asked));
    }

    double get() {
        return mean;
    }

    boolean known() {
        return samples > 0;
    }

    double samples() {
        return samples;
    }

    /** @return the weight of what was added, 0 to 1 */
    double add(double value, int count, double memory) {
        samples = Math.min(samples + count, Math.max(count, memory));
        double weight = count / samples;
        mean += (value - mean) * weight;
        return weight;
    }

    /** Forgets what was for another mean of some samples. */
    void restart(double value, int count) {
        mean = value;
        samples = count;
    }
}
