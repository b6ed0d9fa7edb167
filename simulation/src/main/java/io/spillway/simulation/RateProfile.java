package io.spillway.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Poisson process whose rate goes in straight lines; after the last of them it stays at the last rate. Immutable. */
public final class RateProfile implements Arrivals {
    /**
     * A straight line.
     *
     * @param duration how long
     * @param fromPerSecond the rate at its beginning
     * @param toPerSecond the rate at its end
     */
    public record Line(Duration duration, double fromPerSecond, double toPerSecond) {
        public Line {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("duration: " + duration + " (expected: > 0)");
            }
            if (!(fromPerSecond >= 0 && fromPerSecond <= 1e9 && toPerSecond >= 0 && toPerSecond <= 1e9)) {
                throw new IllegalArgumentException(
                        "perSecond: " + fromPerSecond + " to " + toPerSecond + " (expected: 0 to 1,000,000,000)");
            }
        }
    }

    private final long[] starts;
    private final double[] from;
    private final double[] slope;

    private RateProfile(long[] starts, double[] from, double[] slope) {
        this.starts = starts;
        this.from = from;
        this.slope = slope;
    }

    /** One rate for ever. */
    public static RateProfile constant(double perSecond) {
        return of(List.of(new Line(Duration.ofSeconds(1), perSecond, perSecond)));
    }

    /** One line after the other. */
    public static RateProfile of(List<Line> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("lines: none (expected: at least one)");
        }
        int count = lines.size();
        long[] starts = new long[count + 1];
        double[] from = new double[count + 1];
        double[] slope = new double[count + 1];
        for (int i = 0; i < count; i++) {
            Line line = lines.get(i);
            double seconds = line.duration().toNanos() / 1e9;
            starts[i + 1] = starts[i] + line.duration().toNanos();
            from[i] = line.fromPerSecond();
            slope[i] = (line.toPerSecond() - line.fromPerSecond()) / seconds;
        }
        from[count] = lines.get(count - 1).toPerSecond();
        return new RateProfile(starts, from, slope);
    }

    /** The same rate for each second in turn. */
    public static RateProfile perSecond(List<Double> rates) {
        List<Line> lines = new ArrayList<>();
        for (double rate : rates) {
            lines.add(new Line(Duration.ofSeconds(1), rate, rate));
        }
        return of(lines);
    }

    @Override
    public long nextNanos(long afterNanos, RandomStream random) {
        double wanted = random.nextExponential();
        int line = lineAt(afterNanos);
        double at = (afterNanos - starts[line]) / 1e9;
        while (true) {
            double rate = from[line] + slope[line] * at;
            double step = step(rate, slope[line], wanted);
            boolean last = line == starts.length - 1;
            double length = last ? Double.POSITIVE_INFINITY : (starts[line + 1] - starts[line]) / 1e9;
            if (at + step <= length) {
                double nanos = starts[line] + (at + step) * 1e9;
                return nanos >= 9e18 ? Long.MAX_VALUE : (long) nanos;
            }
            if (last) {
                return Long.MAX_VALUE;
            }
            double left = length - at;
            wanted = Math.max(0, wanted - left * (rate + slope[line] * left / 2));
            line++;
            at = 0;
        }
    }

    /** How long until a rate that changes evenly has summed up to what is wanted. */
    private static double step(double rate, double slope, double wanted) {
        if (slope == 0) {
            return rate <= 0 ? Double.POSITIVE_INFINITY : wanted / rate;
        }
        double discriminant = rate * rate + 2 * slope * wanted;
        return discriminant < 0 ? Double.POSITIVE_INFINITY : 2 * wanted / (rate + Math.sqrt(discriminant));
    }

    private int lineAt(long nanos) {
        int line = starts.length - 1;
        while (line > 0 && starts[line] > nanos) {
            line--;
        }
        return line;
    }
}
