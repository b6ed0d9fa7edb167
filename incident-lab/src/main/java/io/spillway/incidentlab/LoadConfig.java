package io.spillway.incidentlab;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of load. Immutable; {@code with...} methods return a changed copy.
 *
 * @param ratePerSecond requests that arrive each second on average: above 0, at most 1,000,000
 * @param seed decides the arrivals and the random numbers of each request
 * @param length how long requests arrive; null until the load is stopped
 * @param maxInFlight requests that may wait for an answer; one more is not sent and counts as a failure
 * @param keptFailures how many failures are kept with their details; all are counted
 * @param drain how long to wait for the last answers after the last request
 * @param tolerableLag a request sent later than this after its intended time counts as late
 */
public record LoadConfig(
        double ratePerSecond,
        Arrivals arrivals,
        long seed,
        @Nullable Duration length,
        int maxInFlight,
        int keptFailures,
        Duration drain,
        Duration tolerableLag) {

    public LoadConfig {
        if (!(ratePerSecond > 0 && ratePerSecond <= 1_000_000)) {
            throw new IllegalArgumentException("ratePerSecond: " + ratePerSecond + " (expected: > 0 and <= 1,000,000)");
        }
        if (length != null && (length.isNegative() || length.isZero())) {
            throw new IllegalArgumentException("length: " + length + " (expected: > 0)");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: > 0)");
        }
        if (keptFailures < 0) {
            throw new IllegalArgumentException("keptFailures: " + keptFailures + " (expected: >= 0)");
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain: " + drain + " (expected: >= 0)");
        }
        if (tolerableLag.isNegative() || tolerableLag.isZero()) {
            throw new IllegalArgumentException("tolerableLag: " + tolerableLag + " (expected: > 0)");
        }
    }

    /** Poisson arrivals until stopped; 10,000 in flight, 100 failures kept, 10 s drain, 20 ms tolerable lag. */
    public static LoadConfig of(double ratePerSecond, long seed) {
        return new LoadConfig(
                ratePerSecond,
                Arrivals.POISSON,
                seed,
                null,
                10_000,
                100,
                Duration.ofSeconds(10),
                Duration.ofMillis(20));
    }

    public LoadConfig withArrivals(Arrivals arrivals) {
        return new LoadConfig(ratePerSecond, arrivals, seed, length, maxInFlight, keptFailures, drain, tolerableLag);
    }

    public LoadConfig withLength(Duration length) {
        return new LoadConfig(ratePerSecond, arrivals, seed, length, maxInFlight, keptFailures, drain, tolerableLag);
    }

    public LoadConfig withMaxInFlight(int maxInFlight) {
        return new LoadConfig(ratePerSecond, arrivals, seed, length, maxInFlight, keptFailures, drain, tolerableLag);
    }

    public LoadConfig withKeptFailures(int keptFailures) {
        return new LoadConfig(ratePerSecond, arrivals, seed, length, maxInFlight, keptFailures, drain, tolerableLag);
    }

    public LoadConfig withDrain(Duration drain) {
        return new LoadConfig(ratePerSecond, arrivals, seed, length, maxInFlight, keptFailures, drain, tolerableLag);
    }

    Optional<Duration> bounded() {
        return Optional.ofNullable(length);
    }
}
