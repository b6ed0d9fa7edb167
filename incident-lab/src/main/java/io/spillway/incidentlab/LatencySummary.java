package io.spillway.incidentlab;

import org.HdrHistogram.Histogram;

/** Percentiles of a latency in milliseconds; all 0 when nothing was measured. */
public record LatencySummary(
        long count, double p50Millis, double p90Millis, double p99Millis, double p999Millis, double maxMillis) {

    static LatencySummary of(Histogram nanos) {
        return new LatencySummary(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(90) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getValueAtPercentile(99.9) / 1e6,
                nanos.getMaxValue() / 1e6);
    }
}
