package io.spillway.benchmarks;

import java.util.Collection;

/** Percentiles by nearest rank: always a value that was measured. Immutable. */
final class Percentiles {
    private final double[] sorted;

    Percentiles(Collection<Double> values) {
        sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /**
     * The smallest value that is at least as large as {@code percent} of all; 0 when there are none.
     *
     * @param percent above 0, at most 100
     */
    double at(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: > 0 and <= 100)");
        }
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }
}
