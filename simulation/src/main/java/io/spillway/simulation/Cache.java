package io.spillway.simulation;

import org.jspecify.annotations.Nullable;

/** A look-aside cache, key by key; without a spec it never hits. */
final class Cache {
    static final int NO_KEY = -1;

    private final @Nullable CacheSpec spec;
    private final RandomStream random;
    private final long[] goodUntil;
    private final double[] cumulative;
    long hits;
    long lookups;

    Cache(@Nullable CacheSpec spec, RandomStream random) {
        this.spec = spec;
        this.random = random;
        this.goodUntil = new long[spec == null ? 0 : spec.keys()];
        this.cumulative = new double[spec == null || spec.skew() == 0 ? 0 : spec.keys()];
        if (spec == null) {
            return;
        }
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += StrictMath.pow(i + 1, -spec.skew());
            cumulative[i] = sum;
        }
        long ttl = spec.timeToLive().toNanos();
        for (int i = 0; i < goodUntil.length; i++) {
            // Filled at some time in the past, so that not all go at once.
            goodUntil[i] = spec.start() == CacheSpec.Start.FULL ? (long) (ttl * random.nextDouble()) : -1;
        }
    }

    /** Draws the key that a call asks for. */
    int key() {
        if (spec == null) {
            return NO_KEY;
        }
        if (cumulative.length == 0) {
            return random.nextInt(goodUntil.length);
        }
        double wanted = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    boolean has(int key, long nowNanos) {
        if (key == NO_KEY) {
            return false;
        }
        lookups++;
        if (goodUntil[key] < nowNanos) {
            return false;
        }
        hits++;
        return true;
    }

    void fill(int key, long nowNanos) {
        if (spec != null && key != NO_KEY) {
            goodUntil[key] = nowNanos + spec.timeToLive().toNanos();
        }
    }

    /** Forgets a share of the keys, chosen at random. */
    void flush(double share) {
        for (int i = 0; i < goodUntil.length; i++) {
            if (random.nextChance(share)) {
                goodUntil[i] = -1;
            }
        }
    }
}
