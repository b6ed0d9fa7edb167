package io.spillway.simulation;

/** When requests come, whatever became of the ones before: open loop. */
public interface Arrivals {
    /**
     * The time of the next arrival in virtual nanoseconds, {@link Long#MAX_VALUE} for never.
     *
     * @param afterNanos the one before
     */
    long nextNanos(long afterNanos, RandomStream random);

    /** A Poisson process of one rate. */
    static Arrivals poisson(double perSecond) {
        return RateProfile.constant(perSecond);
    }
}
