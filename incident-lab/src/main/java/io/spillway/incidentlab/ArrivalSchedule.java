package io.spillway.incidentlab;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The intended send times of all requests, a function of rate, arrivals and seed alone: what is sent when never
 * depends on a response. Owned by the one thread that sends.
 */
final class ArrivalSchedule {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double ratePerSecond;
    private final Arrivals arrivals;
    private final RandomGenerator gaps;
    private long index;
    private double poissonSeconds;

    ArrivalSchedule(double ratePerSecond, Arrivals arrivals, long seed) {
        this.ratePerSecond = ratePerSecond;
        this.arrivals = arrivals;
        gaps = new SplittableRandom(seed);
    }

    /** When the next request is due, in nanoseconds since the start. Never decreases. */
    long nextOffsetNanos() {
        return switch (arrivals) {
            // From the index, not from the previous time: rounding does not add up.
            case CONSTANT -> Math.round(index++ * (NANOS_PER_SECOND / ratePerSecond));
            case POISSON -> {
                index++;
                poissonSeconds += -Math.log1p(-gaps.nextDouble()) / ratePerSecond;
                yield Math.round(poissonSeconds * NANOS_PER_SECOND);
            }
        };
    }
}
