package io.spillway.grpcclient;

/**
 * The endpoint of one attempt, as its balancer sees it: it is told when the attempt begins and how it ends, each exactly
 * once. Thread-safe; allocates nothing.
 */
interface ChosenEndpoint {
    /** @param nowNanos in the time of {@link System#nanoTime()} */
    void began(long nowNanos);

    /**
     * @param nowNanos in the time of {@link System#nanoTime()}
     * @param durationNanos since it began
     */
    void ended(AttemptOutcome outcome, long nowNanos, long durationNanos);
}
