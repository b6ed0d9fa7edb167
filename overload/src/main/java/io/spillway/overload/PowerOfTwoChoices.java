package io.spillway.overload;

/**
 * Picks the cheaper of two endpoints drawn at random: nearly as good as the cheapest of all, without the herd that runs
 * to the cheapest, and without looking at all of them (Mitzenmacher, "The power of two choices in randomized load
 * balancing"). Has no state; randomness is an argument, so that threads share nothing.
 */
public final class PowerOfTwoChoices {
    private static final int ATTEMPTS = 4;
    private static final int HALF = 32;
    private static final long LOW = 0xffff_ffffL;
    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private PowerOfTwoChoices() {}

    /** Which endpoints may be chosen, such as those that are not ejected. */
    @FunctionalInterface
    public interface Eligibility {
        /** All of them. */
        Eligibility ALL = (endpoint, nowNanos) -> true;

        boolean eligible(int endpoint, long nowNanos);
    }

    /**
     * Index of the endpoint to call. Where none is eligible, any may be chosen: to try is better than to refuse.
     *
     * @param endpoints at least one
     * @param randomBits 64 of them, fresh for each call
     */
    public static int choose(PeakEwma[] endpoints, Eligibility eligibility, long randomBits, long nowNanos) {
        int count = endpoints.length;
        if (count == 0) {
            throw new IllegalArgumentException("endpoints: none (expected: at least one)");
        }
        if (count == 1) {
            return 0;
        }
        long bits = randomBits;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int one = bounded(bits >>> HALF, count);
            int other = otherThan(one, bits, count);
            boolean oneMay = eligibility.eligible(one, nowNanos);
            boolean otherMay = eligibility.eligible(other, nowNanos);
            if (oneMay && otherMay) {
                return cheaper(endpoints, one, other, nowNanos);
            }
            if (oneMay || otherMay) {
                return oneMay ? one : other;
            }
            bits = mix(bits + GOLDEN_GAMMA);
        }
        int one = bounded(bits >>> HALF, count);
        for (int i = 0; i < count; i++) {
            int candidate = (one + i) % count;
            if (eligibility.eligible(candidate, nowNanos)) {
                return candidate;
            }
        }
        return cheaper(endpoints, one, otherThan(one, bits, count), nowNanos);
    }

    private static int cheaper(PeakEwma[] endpoints, int one, int other, long nowNanos) {
        PeakEwma a = endpoints[one];
        PeakEwma b = endpoints[other];
        // What is not known is taken to be as good as the other one: outstanding calls and age decide.
        double costOfOne = a.cost(nowNanos, b.known() ? b.latencyNanos(nowNanos) : 1);
        double costOfOther = b.cost(nowNanos, a.known() ? a.latencyNanos(nowNanos) : 1);
        return costOfOne <= costOfOther ? one : other;
    }

    private static int otherThan(int one, long bits, int count) {
        int other = bounded(bits & LOW, count - 1);
        return other >= one ? other + 1 : other;
    }

    /** 32 random bits to 0 until {@code count}, by multiplication (Lemire): even to one part in 2^32 / count. */
    private static int bounded(long bits, int count) {
        return (int) ((bits * count) >>> HALF);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
