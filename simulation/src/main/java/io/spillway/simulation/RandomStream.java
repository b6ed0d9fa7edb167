package io.spillway.simulation;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * One stream of random numbers, the same on every machine and Java: xoshiro256++ (Blackman and Vigna, 2019, public
 * domain), seeded by SplitMix64, with {@link StrictMath} where logarithms are needed. Each part of a simulation has a
 * stream of its own, by name, so that a change to one part leaves the numbers of all others as they were. Not
 * thread-safe.
 */
public final class RandomStream implements RandomGenerator {
    private static final double TO_UNIT = 0x1.0p-53;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    /**
     * A stream.
     *
     * @param seed of the run
     * @param name of the part that draws from it
     */
    public RandomStream(long seed, String name) {
        long state = seed;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            state = mix(state + 0x9e3779b97f4a7c15L) ^ letter;
        }
        s0 = mix(state += 0x9e3779b97f4a7c15L);
        s1 = mix(state += 0x9e3779b97f4a7c15L);
        s2 = mix(state += 0x9e3779b97f4a7c15L);
        s3 = mix(state + 0x9e3779b97f4a7c15L);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform in [0, 1). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * TO_UNIT;
    }

    /** Uniform in [0, bound); the bias of the multiplication is below one in four billion for the bounds used here. */
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound: " + bound + " (expected: > 0)");
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Exponential with mean 1. */
    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    /** Normal with mean 0 and deviation 1 (Box and Muller). */
    @Override
    public double nextGaussian() {
        return StrictMath.sqrt(2 * nextExponential()) * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** True with the given probability. */
    boolean nextChance(double probability) {
        return probability >= 1 || (probability > 0 && nextDouble() < probability);
    }
}
