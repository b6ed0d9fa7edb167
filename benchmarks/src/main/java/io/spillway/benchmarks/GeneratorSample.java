package io.spillway.benchmarks;

/**
 * What a load generator said of one run.
 *
 * @param succeeded good answers
 * @param ratePerSecond requests over the time from the first to the last
 */
public record GeneratorSample(
        long succeeded, double ratePerSecond, double p50Millis, double p90Millis, double p99Millis) {}
