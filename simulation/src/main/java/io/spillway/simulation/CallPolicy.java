package io.spillway.simulation;

import io.spillway.overload.CircuitBreakerConfig;
import io.spillway.overload.OutlierConfig;
import io.spillway.overload.RetryBudgetConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a caller calls.
 *
 * @param timeout of one attempt; at most what is left of the caller's own deadline where that is known
 * @param attempts at most, the first included
 * @param backoff before the second attempt at most; doubled for each further one, and a random part of it is waited
 * @param maxBackoff where doubling ends
 * @param pushback what it does when a service that refuses says how long to wait
 * @param balancing how a replica is chosen
 * @param retryBudget of each calling process toward a service; null for none
 * @param breaker of each calling process toward a service; null for none
 * @param outliers of each calling process toward a service; null for no detection
 */
public record CallPolicy(
        Duration timeout,
        int attempts,
        Duration backoff,
        Duration maxBackoff,
        Pushback pushback,
        Balancing balancing,
        @Nullable RetryBudgetConfig retryBudget,
        @Nullable CircuitBreakerConfig breaker,
        @Nullable OutlierConfig outliers) {
    /** What a caller does when a service that refuses says how long to wait. */
    public enum Pushback {
        HONOURED,
        IGNORED
    }

    /** No timeout, one attempt, one replica after the other, nothing that protects. */
    public static final CallPolicy PLAIN = new CallPolicy(
            Duration.ofDays(1),
            1,
            Duration.ofMillis(25),
            Duration.ofMillis(250),
            Pushback.HONOURED,
            Balancing.ROUND_ROBIN,
            null,
            null,
            null);

    public CallPolicy {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0, at most 24 h)");
        }
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1 to 100)");
        }
        if (backoff.isNegative() || maxBackoff.compareTo(backoff) < 0) {
            throw new IllegalArgumentException(
                    "backoff: " + backoff + " to " + maxBackoff + " (expected: 0 or more, at most maxBackoff)");
        }
    }

    public CallPolicy withTimeout(Duration value) {
        return new CallPolicy(
                value, attempts, backoff, maxBackoff, pushback, balancing, retryBudget, breaker, outliers);
    }

    public CallPolicy withAttempts(int value) {
        return new CallPolicy(timeout, value, backoff, maxBackoff, pushback, balancing, retryBudget, breaker, outliers);
    }

    public CallPolicy withBackoff(Duration base, Duration most) {
        return new CallPolicy(timeout, attempts, base, most, pushback, balancing, retryBudget, breaker, outliers);
    }

    public CallPolicy with(Pushback value) {
        return new CallPolicy(timeout, attempts, backoff, maxBackoff, value, balancing, retryBudget, breaker, outliers);
    }

    public CallPolicy with(Balancing value) {
        return new CallPolicy(timeout, attempts, backoff, maxBackoff, pushback, value, retryBudget, breaker, outliers);
    }

    public CallPolicy with(RetryBudgetConfig value) {
        return new CallPolicy(timeout, attempts, backoff, maxBackoff, pushback, balancing, value, breaker, outliers);
    }

    public CallPolicy with(CircuitBreakerConfig value) {
        return new CallPolicy(
                timeout, attempts, backoff, maxBackoff, pushback, balancing, retryBudget, value, outliers);
    }

    public CallPolicy with(OutlierConfig value) {
        return new CallPolicy(timeout, attempts, backoff, maxBackoff, pushback, balancing, retryBudget, breaker, value);
    }
}
