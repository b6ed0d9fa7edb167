package io.spillway.overload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits a rate, with bursts: the generic cell rate algorithm (ITU-T I.371) in one word, the moment at which the bucket
 * will be full again. Safe for any number of threads; allocates nothing, takes no lock. Time is an argument, in
 * nanoseconds of any clock that only rises; a time before an earlier one counts as that one. Not made for buckets that
 * nobody touches for years.
 */
public final class TokenBucket {
    /** Times are counted in 16ths of a nanosecond, so that rates up to the highest are kept to one part in 1000. */
    private static final int FRACTION_BITS = 4;

    private static final double UNITS_A_SECOND = 1e9 * (1 << FRACTION_BITS);
    private static final double HIGHEST_RATE = 10_000_000;
    private static final double LOWEST_RATE = 1e-4;
    private static final Duration LONGEST_BURST = Duration.ofDays(30);

    private final long unitsAToken;
    private final long capacityUnits;
    private final AtomicLong fullAt;

    /**
     * Full at the start.
     *
     * @param ratePerSecond tokens that come in a second, 0.0001 to 10,000,000
     * @param burst tokens that the bucket holds, at least 1; at most what comes in 30 days
     */
    public TokenBucket(double ratePerSecond, int burst, long nowNanos) {
        Setting.between("ratePerSecond", ratePerSecond, LOWEST_RATE, HIGHEST_RATE);
        Setting.atLeast("burst", burst, 1);
        if (burst / ratePerSecond > LONGEST_BURST.toSeconds()) {
            throw Setting.unexpected("burst", burst, "no more than comes in " + LONGEST_BURST);
        }
        this.unitsAToken = Math.max(1, Math.round(UNITS_A_SECOND / ratePerSecond));
        this.capacityUnits = unitsAToken * burst;
        this.fullAt = new AtomicLong(units(nowNanos));
    }

    /** Takes one token; see {@link #tryAcquire(int, long)}. */
    public long tryAcquire(long nowNanos) {
        return tryAcquire(1, nowNanos);
    }

    /**
     * Takes as many tokens if they are there, else none.
     *
     * @param tokens at least 0
     * @return 0 when they were taken; else after how many nanoseconds they will be there if nobody else comes, and
     *     {@link Long#MAX_VALUE} when the bucket never holds as many
     */
    public long tryAcquire(int tokens, long nowNanos) {
        long needed = tokens * unitsAToken;
        if (needed > capacityUnits) {
            return Long.MAX_VALUE;
        }
        long now = units(nowNanos);
        while (true) {
            long before = fullAt.get();
            long after = (before - now > 0 ? before : now) + needed;
            long wait = after - now - capacityUnits;
            if (wait > 0) {
                return roundUp(wait);
            }
            if (fullAt.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** Whole tokens that are there. */
    public long available(long nowNanos) {
        return (capacityUnits - Math.max(0, fullAt.get() - units(nowNanos))) / unitsAToken;
    }

    /** Wraps around, as nanoseconds do; only differences are looked at. */
    private static long units(long nanos) {
        return nanos << FRACTION_BITS;
    }

    private static long roundUp(long units) {
        return (units + (1 << FRACTION_BITS) - 1) >> FRACTION_BITS;
    }
}
