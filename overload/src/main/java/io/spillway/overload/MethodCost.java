package io.spillway.overload;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Learns what a call of each method costs: its mean service time relative to that of all calls, from 0.1 to 10. The
 * mean request costs 1. All methods slow down together under load, so the relation stays what it was.
 *
 * <p>Thread-safe and lock-free. Two threads that finish the same method at once may lose one of the two samples, which
 * an average does not notice.
 */
public final class MethodCost {
    public static final double LEAST = 0.1;
    public static final double MOST = 10;

    /** Samples an average remembers: enough for the mean of a heavy tail, few enough to follow a release. */
    private static final int MEMORY = 1_000;

    private static final int ALL = 0;

    private final AtomicLongArray meanNanos;
    private final AtomicLongArray samples;

    /**
     * @param methods how many there are; their ids are 0 to {@code methods - 1}
     * @throws IllegalArgumentException unless {@code methods} is from 1 to 100,000
     */
    public MethodCost(int methods) {
        if (methods < 1 || methods > 100_000) {
            throw new IllegalArgumentException("methods: " + methods + " (expected: 1 to 100000)");
        }
        meanNanos = new AtomicLongArray(methods + 1);
        samples = new AtomicLongArray(methods + 1);
    }

    /** 1 until something of the method is known. */
    public double of(int method) {
        double all = Double.longBitsToDouble(meanNanos.getPlain(ALL));
        double own = Double.longBitsToDouble(meanNanos.getPlain(method + 1));
        return all <= 0 || own <= 0 ? 1 : Math.max(LEAST, Math.min(MOST, own / all));
    }

    /** @param serviceNanos from admission to end, without the wait before it */
    public void record(int method, long serviceNanos) {
        average(method + 1, serviceNanos);
        average(ALL, serviceNanos);
    }

    private void average(int index, long nanos) {
        long count = Math.min(MEMORY, samples.getPlain(index) + 1);
        samples.setPlain(index, count);
        double mean = Double.longBitsToDouble(meanNanos.getPlain(index));
        meanNanos.setPlain(index, Double.doubleToRawLongBits(mean + (nanos - mean) / count));
    }

    static double check(double cost) {
        if (!(cost >= LEAST && cost <= MOST)) {
            throw new IllegalArgumentException("cost: " + cost + " (expected: 0.1 to 10)");
        }
        return cost;
    }
}
