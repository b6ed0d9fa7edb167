package io.spillway.overload;

import java.time.Duration;

/**
 * Settings of a {@link CircuitBreaker}. Immutable.
 *
 * @param window over which calls are counted
 * @param buckets that the window moves by, 1 to 1000; the window is exact to one of them
 * @param minimumCalls in the window before a rate means anything, at least 1
 * @param failureRate from which share of failed calls on the breaker opens, above 0 and at most 1
 * @param slowCall from which time on a call is slow
 * @param slowRate from which share of slow calls on the breaker opens, above 0 and at most 1
 * @param openFor how long calls are refused before some are let through to see
 * @param probes how many of these, at least 1
 * @param probeTimeout after which a probe that has not come back counts as failed
 */
public record CircuitBreakerConfig(
        Duration window,
        int buckets,
        int minimumCalls,
        double failureRate,
        Duration slowCall,
        double slowRate,
        Duration openFor,
        int probes,
        Duration probeTimeout) {
    private static final CircuitBreakerConfig DEFAULTS = new CircuitBreakerConfig(
            Duration.ofSeconds(10),
            10,
            20,
            0.5,
            Duration.ofSeconds(60),
            1,
            Duration.ofSeconds(5),
            5,
            Duration.ofSeconds(10));

    /** @throws IllegalArgumentException with name, value and what was expected */
    public CircuitBreakerConfig {
        Setting.positive("window", window);
        Setting.between("buckets", buckets, 1, 1000);
        if (window.toNanos() < buckets) {
            throw Setting.unexpected("window", window, ">= 1 ns a bucket");
        }
        Setting.atLeast("minimumCalls", minimumCalls, 1);
        Setting.share("failureRate", failureRate);
        Setting.positive("slowCall", slowCall);
        Setting.share("slowRate", slowRate);
        Setting.positive("openFor", openFor);
        Setting.atLeast("probes", probes, 1);
        Setting.positive("probeTimeout", probeTimeout);
    }

    /**
     * Opens for 5 s when half of at least 20 calls in 10 s have failed, then sends 5 probes that may take 10 s. No call
     * below a minute is slow.
     */
    public static CircuitBreakerConfig defaults() {
        return DEFAULTS;
    }

    public CircuitBreakerConfig withWindow(Duration window, int buckets) {
        return new CircuitBreakerConfig(
                window, buckets, minimumCalls, failureRate, slowCall, slowRate, openFor, probes, probeTimeout);
    }

    public CircuitBreakerConfig withMinimumCalls(int minimumCalls) {
        return new CircuitBreakerConfig(
                window, buckets, minimumCalls, failureRate, slowCall, slowRate, openFor, probes, probeTimeout);
    }

    public CircuitBreakerConfig withFailureRate(double failureRate) {
        return new CircuitBreakerConfig(
                window, buckets, minimumCalls, failureRate, slowCall, slowRate, openFor, probes, probeTimeout);
    }

    public CircuitBreakerConfig withSlowCalls(Duration slowCall, double slowRate) {
        return new CircuitBreakerConfig(
                window, buckets, minimumCalls, failureRate, slowCall, slowRate, openFor, probes, probeTimeout);
    }

    public CircuitBreakerConfig withOpenFor(Duration openFor) {
        return new CircuitBreakerConfig(
                window, buckets, minimumCalls, failureRate, slowCall, slowRate, openFor, probes, probeTimeout);
    }

    public CircuitBreakerConfig withProbes(int probes, Duration probeTimeout) {
        return new CircuitBreakerConfig(
                window, buckets, minimumCalls, failureRate, slowCall, slowRate, openFor, probes, probeTimeout);
    }
}
