package io.spillway.benchmarks;

import io.spillway.incidentlab.LatencySummary;
import java.util.Collection;

/**
 * One series of measurements of a run.
 *
 * @param unit of everything but {@code count}
 * @param median the 50th percentile
 * @param spread from the median to the 90th percentile
 */
public record Arm(
        String name, String unit, long count, double median, double spread, double p50, double p99, double max) {
    private static final String MILLIS = "ms";

    static Arm ofMillis(String name, Collection<Double> values) {
        return of(name, MILLIS, values);
    }

    static Arm of(String name, String unit, Collection<Double> values) {
        Percentiles of = new Percentiles(values);
        double median = of.at(50);
        return new Arm(name, unit, values.size(), median, of.at(90) - median, median, of.at(99), of.at(100));
    }

    static Arm of(String name, LatencySummary latency) {
        return new Arm(
                name,
                MILLIS,
                latency.count(),
                latency.p50Millis(),
                latency.p90Millis() - latency.p50Millis(),
                latency.p50Millis(),
                latency.p99Millis(),
                latency.maxMillis());
    }
}
