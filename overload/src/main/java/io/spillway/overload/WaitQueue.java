package io.spillway.overload;

import org.jspecify.annotations.Nullable;

/**
 * Who waits: served by priority, then in the order they came; displaced from the least important cohort of the least
 * important priority, the newest first. Each operation takes constant time but for the heap of expiries. Guarded by the
 * lock of {@link Admission}.
 */
final class WaitQueue {
    private static final Priority[] PRIORITIES = Priority.values();
    private static final int RANKS = PRIORITIES.length * Cohorts.COUNT;

    private final @Nullable Waiter[] oldest = new Waiter[PRIORITIES.length];
    private final @Nullable Waiter[] newest = new Waiter[PRIORITIES.length];
    private final @Nullable Waiter[] bucketNewest = new Waiter[RANKS];
    private final long[] occupied = new long[RANKS / Long.SIZE];
    private final double[] cost = new double[PRIORITIES.length];
    private final ExpiryHeap expiries = new ExpiryHeap();
    private int size;

    int size() {
        return size;
    }

    double cost() {
        return costUpTo(cost.length - 1);
    }

    /** Of those that are served before a newcomer. */
    double costBefore(Waiter newcomer) {
        return costUpTo(newcomer.level());
    }

    private double costUpTo(int level) {
        double sum = 0;
        for (int at = 0; at <= level; at++) {
            sum += cost[at];
        }
        return sum;
    }

    void add(Waiter waiter, long expiryNanos) {
        int priority = waiter.level();
        Waiter last = newest[priority];
        waiter.older = last;
        if (last == null) {
            oldest[priority] = waiter;
        } else {
            last.newer = waiter;
        }
        newest[priority] = waiter;
        int rank = waiter.rank();
        Waiter lastOfRank = bucketNewest[rank];
        waiter.bucketOlder = lastOfRank;
        if (lastOfRank != null) {
            lastOfRank.bucketNewer = waiter;
        }
        bucketNewest[rank] = waiter;
        occupied[rank >>> 6] |= 1L << rank;
        cost[priority] += waiter.cost();
        waiter.expiryNanos = expiryNanos;
        expiries.add(waiter);
        size++;
    }

    boolean contains(Waiter waiter) {
        return waiter.heapIndex >= 0;
    }

    void remove(Waiter waiter) {
        int priority = waiter.level();
        Waiter older = waiter.older;
        Waiter newer = waiter.newer;
        if (older == null) {
            oldest[priority] = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest[priority] = older;
        } else {
            newer.older = older;
        }
        removeFromBucket(waiter);
        // Sums of doubles drift; an empty queue costs nothing.
        cost[priority] = oldest[priority] == null ? 0 : cost[priority] - waiter.cost();
        expiries.remove(waiter);
        waiter.older = null;
        waiter.newer = null;
        size--;
    }

    private void removeFromBucket(Waiter waiter) {
        int rank = waiter.rank();
        Waiter older = waiter.bucketOlder;
        Waiter newer = waiter.bucketNewer;
        if (older != null) {
            older.bucketNewer = newer;
        }
        if (newer != null) {
            newer.bucketOlder = older;
        } else {
            bucketNewest[rank] = older;
            if (older == null) {
                occupied[rank >>> 6] &= ~(1L << rank);
            }
        }
        waiter.bucketOlder = null;
        waiter.bucketNewer = null;
    }

    /** Who goes in next; stays where it is. */
    @Nullable
    Waiter next() {
        for (Waiter waiter : oldest) {
            if (waiter != null) {
                return waiter;
            }
        }
        return null;
    }

    /** Who is displaced next; stays where it is. */
    @Nullable
    Waiter leastImportant() {
        for (int word = occupied.length - 1; word >= 0; word--) {
            if (occupied[word] != 0) {
                return bucketNewest[word * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(occupied[word])];
            }
        }
        return null;
    }

    /** Who gives up first; stays where it is. */
    @Nullable
    Waiter firstToExpire() {
        return expiries.first();
    }
}
