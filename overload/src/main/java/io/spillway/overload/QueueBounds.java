package io.spillway.overload;

/**
 * How long the queue may be and how long one may wait in it, in terms of the service's own latency: room for a burst of
 * what varies in it, and half of that once the queue has stood for a while (Nichols and Jacobson, "Controlling Queue
 * Delay", ACM Queue 2012: a queue that stands only adds latency). Guarded by the lock of {@link Admission}.
 */
final class QueueBounds {
    /** Mean service times to wait without variance; with the service itself it stays below three of them. */
    private static final double MEANS = 1.1;

    /** Kingman: waits grow with the variance of service times. */
    private static final double DEVIATIONS = 4;

    private static final double SMALL = 6;
    private static final double STANDING = 0.8;
    private static final double STANDS_AFTER_MEANS = 10;
    private static final long LEAST_INTERVAL_NANOS = 100_000_000L;
    private static final long LEAST_PUSHBACK_NANOS = 20_000_000L;
    private static final long MOST_PUSHBACK_NANOS = 10_000_000_000L;

    private final AdaptiveLimit limit;
    private long notEmptySinceNanos;
    private boolean empty = true;
    private boolean standing;

    QueueBounds(AdaptiveLimit limit) {
        this.limit = limit;
    }

    void observe(int size, long nowNanos) {
        if (size == 0) {
            empty = true;
            standing = false;
        } else if (empty) {
            empty = false;
            notEmptySinceNanos = nowNanos;
        } else if (!standing) {
            long interval = Math.max(LEAST_INTERVAL_NANOS, (long)
                    (STANDS_AFTER_MEANS * smallness() * (1 + limit.variation()) * limit.baseNanos()));
            standing = nowNanos - notEmptySinceNanos > interval;
        }
    }

    /** The fewer work at once, the longer the waits at the same load. */
    private double smallness() {
        return 1 + SMALL / Math.max(1, limit.needed());
    }

    private double means() {
        return (MEANS + DEVIATIONS * limit.variation()) * (standing ? STANDING : smallness());
    }

    /** In cost: what is served in the time one may wait. */
    double mostCost() {
        return means() * Math.max(1, limit.needed());
    }

    boolean tooLate(Waiter waiter, double costAhead, long nowNanos) {
        if (waiter.deadlineNanos() == Admission.NO_DEADLINE) {
            return false;
        }
        double wait = costAhead / Math.max(1, limit.needed()) * limit.baseNanos();
        return nowNanos + wait + limit.baseNanos() * waiter.cost() > waiter.deadlineNanos();
    }

    /** The last moment at which it makes sense to go in; far from what is usual, for those that others overtake. */
    long expiryNanos(Waiter waiter, long nowNanos) {
        long most = Math.max(LEAST_INTERVAL_NANOS, (long) (2 * means() * limit.baseNanos()));
        if (waiter.deadlineNanos() == Admission.NO_DEADLINE) {
            return nowNanos + most;
        }
        long remaining = waiter.deadlineNanos() - nowNanos - (long) (limit.baseNanos() * waiter.cost());
        return nowNanos + Math.max(1, Math.min(most, remaining));
    }

    double pushbackNanos(double pressure) {
        double wait = Math.max(LEAST_PUSHBACK_NANOS, 2 * means() * limit.baseNanos());
        return Math.min(MOST_PUSHBACK_NANOS, wait * pressure);
    }
}
