package io.spillway.simulation;

import java.time.Duration;

/** How long a worker works on a call, without waiting for others. */
public sealed interface ServiceTime {
    /** A sample in nanoseconds, at least 0. */
    long sampleNanos(RandomStream random);

    /** The mean in nanoseconds. */
    double meanNanos();

    /** Always the same. */
    static ServiceTime constant(Duration time) {
        return new Constant(positive("time", time));
    }

    /** Memoryless. */
    static ServiceTime exponential(Duration mean) {
        return new Exponential(positive("mean", mean));
    }

    /**
     * Two constants.
     *
     * @param slowShare of the calls that take the slow time, 0 to 1
     */
    static ServiceTime bimodal(Duration fast, Duration slow, double slowShare) {
        if (!(slowShare >= 0 && slowShare <= 1)) {
            throw new IllegalArgumentException("slowShare: " + slowShare + " (expected: 0 to 1)");
        }
        return new Bimodal(positive("fast", fast), positive("slow", slow), slowShare);
    }

    /**
     * Log-normal.
     *
     * @param sigma deviation of the logarithm, above 0 to 4
     */
    static ServiceTime logNormal(Duration median, double sigma) {
        if (!(sigma > 0 && sigma <= 4)) {
            throw new IllegalArgumentException("sigma: " + sigma + " (expected: > 0, <= 4)");
        }
        return new LogNormal(positive("median", median), sigma);
    }

    /**
     * Pareto, with a heavy tail.
     *
     * @param shape above 1, so that there is a mean; the smaller the heavier
     * @param most where the tail is cut
     */
    static ServiceTime pareto(Duration least, double shape, Duration most) {
        if (!(shape > 1 && shape <= 100)) {
            throw new IllegalArgumentException("shape: " + shape + " (expected: > 1, <= 100)");
        }
        long from = positive("least", least);
        long to = positive("most", most);
        if (to <= from) {
            throw new IllegalArgumentException("most: " + most + " (expected: > least, which is " + least + ")");
        }
        return new Pareto(from, shape, to);
    }

    private static long positive(String name, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 24 h)");
        }
        return value.toNanos();
    }

    /** See {@link #constant}. */
    record Constant(long nanos) implements ServiceTime {
        @Override
        public long sampleNanos(RandomStream random) {
            return nanos;
        }

        @Override
        public double meanNanos() {
            return nanos;
        }
    }

    /** See {@link #exponential}. */
    record Exponential(double meanNanos) implements ServiceTime {
        @Override
        public long sampleNanos(RandomStream random) {
            return (long) (meanNanos * random.nextExponential());
        }
    }

    /** See {@link #bimodal}. */
    record Bimodal(long fastNanos, long slowNanos, double slowShare) implements ServiceTime {
        @Override
        public long sampleNanos(RandomStream random) {
            return random.nextDouble() < slowShare ? slowNanos : fastNanos;
        }

        @Override
        public double meanNanos() {
            return fastNanos * (1 - slowShare) + slowNanos * slowShare;
        }
    }

    /** See {@link #logNormal}. */
    record LogNormal(double medianNanos, double sigma) implements ServiceTime {
        @Override
        public long sampleNanos(RandomStream random) {
            return (long) (medianNanos * StrictMath.exp(sigma * random.nextGaussian()));
        }

        @Override
        public double meanNanos() {
            return medianNanos * StrictMath.exp(sigma * sigma / 2);
        }
    }

    /** See {@link #pareto}. */
    record Pareto(double leastNanos, double shape, double mostNanos) implements ServiceTime {
        @Override
        public long sampleNanos(RandomStream random) {
            double cut = 1 - StrictMath.pow(leastNanos / mostNanos, shape);
            return (long) (leastNanos / StrictMath.pow(1 - cut * random.nextDouble(), 1 / shape));
        }

        @Override
        public double meanNanos() {
            double ratio = StrictMath.pow(leastNanos / mostNanos, shape);
            return shape / (shape - 1) * (leastNanos - mostNanos * ratio) / (1 - ratio);
        }
    }
}
