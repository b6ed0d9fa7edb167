package io.spillway.overload;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Outcomes of calls in the last while. Counts only ever grow, in adders that threads share without waiting for each
 * other; the window is the difference between now and what they were when its oldest bucket began. So to record is one
 * addition whatever the number of buckets, and no bucket is ever cleared under a thread that adds to it.
 *
 * <p>Safe for any number of threads. Recording allocates nothing and takes no lock but once a bucket.
 */
final class OutcomeWindow {
    private static final long CALL = 1;
    private static final int HALF = 32;
    private static final long FAILED_CALL = CALL + (1L << HALF);
    private static final long LOW = 0xffff_ffffL;

    /** Calls in the low half, failures in the high one: a carry between them vanishes in the difference. */
    private final LongAdder outcomes = new LongAdder();

    private final LongAdder slow = new LongAdder();
    private final long bucketNanos;

    /** What the adders were when a bucket began, by the bucket's number modulo the number of buckets. */
    private final long[] outcomesAt;

    private final long[] slowAt;
    private int bucket;
    /** What they were when the window began, for readers without the lock. */
    private volatile long outcomesBefore;

    private volatile long slowBefore;
    private volatile long bucketEnd;

    OutcomeWindow(long windowNanos, int buckets, long nowNanos) {
        bucketNanos = windowNanos / buckets;
        outcomesAt = new long[buckets];
        slowAt = new long[buckets];
        bucketEnd = nowNanos + bucketNanos;
    }

    void succeeded() {
        outcomes.add(CALL);
    }

    void failed() {
        outcomes.add(FAILED_CALL);
    }

    /** Beside one of the two above. */
    void slow() {
        slow.increment();
    }

    /** Calls and failures in the window; for {@link #calls} and {@link #failures}. */
    long outcomes() {
        return outcomes.sum() - outcomesBefore;
    }

    static long calls(long outcomes) {
        return outcomes & LOW;
    }

    static long failures(long outcomes) {
        return outcomes >>> HALF;
    }

    /** Slow calls in the window. */
    long slowCalls() {
        return slow.sum() - slowBefore;
    }

    /** Lets the window end now. To be called before recording, and before reading. */
    void advance(long nowNanos) {
        if (nowNanos - bucketEnd >= 0) {
            roll(nowNanos);
        }
    }

    /** Forgets all that was. */
    synchronized void clear(long nowNanos) {
        Arrays.fill(outcomesAt, outcomes.sum());
        Arrays.fill(slowAt, slow.sum());
        publish();
        bucketEnd = nowNanos + bucketNanos;
    }

    private synchronized void roll(long nowNanos) {
        long late = nowNanos - bucketEnd;
        if (late < 0) {
            return;
        }
        long passed = late / bucketNanos + 1;
        long outcomesNow = outcomes.sum();
        long slowNow = slow.sum();
        for (long i = Math.min(passed, outcomesAt.length); i > 0; i--) {
            bucket = (bucket + 1) % outcomesAt.length;
            outcomesAt[bucket] = outcomesNow;
            slowAt[bucket] = slowNow;
        }
        publish();
        bucketEnd = nowNanos - late % bucketNanos + bucketNanos;
    }

    private void publish() {
        int oldest = (bucket + 1) % outcomesAt.length;
        outcomesBefore = outcomesAt[oldest];
        slowBefore = slowAt[oldest];
    }
}
