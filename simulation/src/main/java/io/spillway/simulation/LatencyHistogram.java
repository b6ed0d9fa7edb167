package io.spillway.simulation;

import java.util.Arrays;

/**
 * Counts of durations in buckets that grow with the duration: 64 to each doubling, so that a percentile is exact within
 * 1.6%. From about 1 microsecond (what is less counts as that) to 36 hours.
 */
public final class LatencyHistogram {
    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;
    private static final int UNIT_BITS = 10;
    private static final int BUCKETS = 32 * SUB;

    private final int[] counts = new int[BUCKETS];
    private long total;
    private int least = BUCKETS;
    private int most = -1;
    private long maxNanos;
    private double sumNanos;

    /** Counts one. */
    public void add(long nanos) {
        int bucket = bucket(nanos);
        counts[bucket]++;
        total++;
        sumNanos += nanos;
        if (bucket < least) {
            least = bucket;
        }
        if (bucket > most) {
            most = bucket;
        }
        if (nanos > maxNanos) {
            maxNanos = nanos;
        }
    }

    private static int bucket(long nanos) {
        long units = nanos >> UNIT_BITS;
        if (units < SUB) {
            return (int) Math.max(units, 0);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(units) - SUB_BITS;
        return Math.min(BUCKETS - 1, (exponent << SUB_BITS) + (int) (units >> exponent));
    }

    private static long upperNanos(int bucket) {
        if (bucket < 2 * SUB) {
            return (bucket + 1L) << UNIT_BITS;
        }
        int exponent = (bucket >> SUB_BITS) - 1;
        return ((long) (bucket - (exponent << SUB_BITS)) + 1) << (exponent + UNIT_BITS);
    }

    /** How many were counted. */
    public long count() {
        return total;
    }

    /** The mean in nanoseconds, NaN of none. */
    public double meanNanos() {
        return sumNanos / total;
    }

    /** The greatest in nanoseconds, 0 of none. */
    public long maxNanos() {
        return maxNanos;
    }

    /**
     * The duration that a share of all does not exceed, in nanoseconds, rounded up to a bucket; NaN of none.
     *
     * @param share 0 to 1, 0.99 for the 99th percentile
     */
    public double percentileNanos(double share) {
        if (total == 0) {
            return Double.NaN;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int bucket = least; bucket <= most; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return Math.min(maxNanos, upperNanos(bucket));
            }
        }
        return maxNanos;
    }

    /** Adds all of another and empties that one. */
    void take(LatencyHistogram other) {
        for (int bucket = other.least; bucket <= other.most; bucket++) {
            counts[bucket] += other.counts[bucket];
        }
        total += other.total;
        sumNanos += other.sumNanos;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
        maxNanos = Math.max(maxNanos, other.maxNanos);
        other.clear();
    }

    private void clear() {
        if (most >= least) {
            Arrays.fill(counts, least, most + 1, 0);
        }
        total = 0;
        sumNanos = 0;
        least = BUCKETS;
        most = -1;
        maxNanos = 0;
    }
}
