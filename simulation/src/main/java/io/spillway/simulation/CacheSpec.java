package io.spillway.simulation;

import java.time.Duration;

/**
 * A look-aside cache that all replicas of the caller share; it is filled by answers.
 *
 * @param keys how many there are
 * @param skew exponent of Zipf's law: 0 for equally popular keys, 1 for the usual skew
 * @param timeToLive after which a key is gone
 * @param start whether it is full when the run begins
 */
public record CacheSpec(int keys, double skew, Duration timeToLive, Start start) {
    /** How a cache begins. */
    public enum Start {
        FULL,
        EMPTY
    }

    public CacheSpec {
        if (keys < 1 || keys > 10_000_000) {
            throw new IllegalArgumentException("keys: " + keys + " (expected: 1 to 10000000)");
        }
        if (!(skew >= 0 && skew <= 3)) {
            throw new IllegalArgumentException("skew: " + skew + " (expected: 0 to 3)");
        }
        if (timeToLive.isNegative() || timeToLive.isZero() || timeToLive.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("timeToLive: " + timeToLive + " (expected: > 0, at most 365 days)");
        }
    }
}
