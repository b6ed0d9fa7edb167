package io.spillway.overload;

import java.time.Duration;

/**
 * Sorts callers or users into 128 cohorts, of which cohort 0 is refused last. Under overload the same cohorts are
 * refused on every call and in every service, so a session of many calls either works or fails at its start (Zhou et
 * al., "Overload Control for Scaling WeChat Microservices", SoCC 2018). A key changes its cohort once a period, each
 * key at its own time, so nobody is refused for ever and the load never changes hands all at once.
 *
 * <p>Immutable. Services that share a period and a wall clock agree on the cohort.
 */
public final class Cohorts {
    /** How many there are. */
    public static final int COUNT = 128;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(COUNT);

    private final long periodMillis;

    private Cohorts(long periodMillis) {
        this.periodMillis = periodMillis;
    }

    /** That change once an hour. */
    public static Cohorts hourly() {
        return of(Duration.ofHours(1));
    }

    /** @throws IllegalArgumentException unless the period is from one second to 365 days */
    public static Cohorts of(Duration period) {
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("period: " + period + " (expected: PT1S to PT8760H)");
        }
        return new Cohorts(period.toMillis());
    }

    /**
     * Allocates nothing.
     *
     * @param key of the caller or user
     * @param wallMillis since 1970, the same in all services
     * @return from 0 to 127
     */
    public int of(CharSequence key, long wallMillis) {
        long hash = GOLDEN;
        for (int at = 0; at < key.length(); at++) {
            hash = (hash ^ key.charAt(at)) * 0x100000001B3L;
        }
        return of(mix(hash), wallMillis);
    }

    /** As {@link #of(CharSequence, long)} for a key that is a number. */
    public int of(long key, long wallMillis) {
        long hash = mix(key + GOLDEN);
        long phase = Math.floorMod(hash, periodMillis);
        long turn = Math.floorDiv(wallMillis + phase, periodMillis);
        return (int) (mix(hash ^ mix(turn + 1)) >>> SHIFT);
    }

    static int check(int cohort) {
        if (cohort < 0 || cohort >= COUNT) {
            throw new IllegalArgumentException("cohort: " + cohort + " (expected: 0 to 127)");
        }
        return cohort;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
