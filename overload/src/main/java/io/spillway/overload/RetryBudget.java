package io.spillway.overload;

import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps retries to a share of what succeeds, so that they cannot multiply the load of what is down already: a token
 * bucket into which every success pays a part of a token, and time a floor; after Finagle's RetryBudget, which counts
 * requests, hence pays most while everything fails. One budget is shared by all who retry to the same place, at all
 * layers.
 *
 * <p>Safe for any number of threads; time is an argument, in nanoseconds of any clock that only rises. Neither method
 * allocates. A success is one addition that threads make without waiting for each other; a retry, which is rare, takes
 * one short lock.
 */
public final class RetryBudget {
    private final RetryBudgetConfig config;
    private final LongAdder successes = new LongAdder();
    private final Object lock = new Object();
    private double tokens;
    private long paidSuccesses;
    private long paidUntilNanos;

    /** Starts with what the floor gives in a second. */
    public RetryBudget(RetryBudgetConfig config, long nowNanos) {
        this.config = config;
        this.tokens = Math.min(config.burst(), config.floorPerSecond());
        this.paidUntilNanos = nowNanos;
    }

    /** A call, retried or not, succeeded. */
    public void succeeded() {
        successes.increment();
    }

    /** Whether one retry may be made now; it is then paid. */
    public boolean tryRetry(long nowNanos) {
        synchronized (lock) {
            payIn(nowNanos);
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }

    /** Retries that may be made now. */
    public double balance(long nowNanos) {
        synchronized (lock) {
            payIn(nowNanos);
            return tokens;
        }
    }

    /** Successes are paid when somebody looks: as nobody takes in between, the balance is the same as if at once. */
    private void payIn(long nowNanos) {
        long seen = successes.sum();
        double paid = (seen - paidSuccesses) * config.share();
        paidSuccesses = seen;
        long nanos = nowNanos - paidUntilNanos;
        if (nanos > 0) {
            paid += nanos * 1e-9 * config.floorPerSecond();
            paidUntilNanos = nowNanos;
        }
        tokens = Math.min(config.burst(), tokens + paid);
    }
}
