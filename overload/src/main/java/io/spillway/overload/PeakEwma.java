package io.spillway.overload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How costly it is to send one more call to an endpoint: latency times calls that are out. The latency is that of
 * Finagle's peak EWMA: it rises at once to what a call took, and falls slowly, by time and not by number of calls. Where
 * nothing is sent it falls too, so that an endpoint is tried again.
 *
 * <p>A failed call is charged a penalty instead of the time that it took, or an endpoint that refuses at once would look
 * like the fastest of all and draw all calls. The penalty enters the average by time, not as a peak: one failure among
 * many calls is no reason to leave.
 *
 * <p>Safe for any number of threads; allocates nothing, takes no lock. Time is an argument, in nanoseconds of any clock
 * that only rises.
 */
public final class PeakEwma {
    /**
     * Time is kept in ticks of 2^18 ns, 0.26 ms: 32 bits of them last for 13 days. Within one tick only a new peak
     * counts; which call is the first of a tick has nothing to do with how it went.
     */
    private static final int TICK_BITS = 18;

    private static final int HALF = 32;
    private static final long LOW = 0xffff_ffffL;
    private static final long UNKNOWN = -1;

    private final double decayTicks;
    private final long penaltyNanos;
    private final long slowStartNanos;
    private final double least;
    private final long bornNanos;
    private final AtomicInteger outstanding = new AtomicInteger();

    /** Latency in nanoseconds as a float in the high half, tick of the last change in the low one. */
    private final AtomicLong latency = new AtomicLong(UNKNOWN);

    /** An endpoint that is new now. */
    public PeakEwma(PeakEwmaConfig config, long nowNanos) {
        this.decayTicks = (double) config.decay().toNanos() / (1 << TICK_BITS);
        this.penaltyNanos = config.failurePenalty().toNanos();
        this.slowStartNanos = config.slowStart().toNanos();
        this.least = config.least();
        this.bornNanos = nowNanos;
    }

    /** A call is sent; one of the three below is to follow. */
    public void started() {
        outstanding.incrementAndGet();
    }

    public void succeeded(long nowNanos, long durationNanos) {
        outstanding.decrementAndGet();
        observe(nowNanos, durationNanos, durationNanos);
    }

    /** The call failed or was refused. */
    public void failed(long nowNanos, long durationNanos) {
        outstanding.decrementAndGet();
        observe(nowNanos, Math.max(durationNanos, penaltyNanos), durationNanos);
    }

    /** The caller has gone away: the call would have taken at least as long. */
    public void cancelled(long nowNanos, long durationNanos) {
        outstanding.decrementAndGet();
        long before = latency.get();
        if (before != UNKNOWN && durationNanos > latencyOf(before)) {
            observe(nowNanos, durationNanos, durationNanos);
        }
    }

    /** Calls that are out. */
    public int outstanding() {
        return outstanding.get();
    }

    /** Whether any call has come back. */
    public boolean known() {
        return latency.get() != UNKNOWN;
    }

    /** The average as of now; 0 while unknown. */
    public double latencyNanos(long nowNanos) {
        long state = latency.get();
        if (state == UNKNOWN) {
            return 0;
        }
        int idle = tick(nowNanos) - (int) state;
        if (idle <= 0) {
            return latencyOf(state);
        }
        // e^-x to its second order, without its cost: it only has to fall.
        double x = idle / decayTicks;
        return latencyOf(state) / (1 + x + x * x / 2);
    }

    /**
     * Of one more call: larger is worse; only to be compared.
     *
     * @param latencyIfUnknown to assume where no call has come back, such as that of the endpoint it is compared with
     */
    public double cost(long nowNanos, double latencyIfUnknown) {
        double expected = known() ? latencyNanos(nowNanos) : latencyIfUnknown;
        return expected * (outstanding.get() + 1) / share(nowNanos);
    }

    private double share(long nowNanos) {
        long age = nowNanos - bornNanos;
        return age >= slowStartNanos ? 1 : Math.max(least, (double) age / slowStartNanos);
    }

    private void observe(long nowNanos, long averageNanos, long peakNanos) {
        int tick = tick(nowNanos);
        while (true) {
            long before = latency.get();
            long after;
            if (before == UNKNOWN) {
                after = state((double) averageNanos, tick);
            } else {
                int elapsed = tick - (int) before;
                double value = latencyOf(before);
                if (peakNanos > value) {
                    after = state((double) peakNanos, elapsed > 0 ? tick : (int) before);
                } else if (elapsed > 0) {
                    double weight = Math.exp(-elapsed / decayTicks);
                    after = state(value * weight + averageNanos * (1 - weight), tick);
                } else {
                    return;
                }
            }
            if (latency.compareAndSet(before, after)) {
                return;
            }
        }
    }

    private static int tick(long nanos) {
        return (int) (nanos >> TICK_BITS);
    }

    private static float latencyOf(long state) {
        return Float.intBitsToFloat((int) (state >>> HALF));
    }

    private static long state(double latencyNanos, int tick) {
        return ((long) Float.floatToRawIntBits((float) latencyNanos) << HALF) | (tick & LOW);
    }
}
