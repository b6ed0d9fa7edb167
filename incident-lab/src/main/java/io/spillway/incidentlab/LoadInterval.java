package io.spillway.incidentlab;

import java.time.Duration;

/**
 * What happened since the previous interval was taken, for a live view.
 *
 * @param scheduled requests whose intended time came
 * @param succeeded answers that came, wherever their request was sent
 * @param failed failures that became known, requests that could not be sent included
 * @param inFlight requests that wait for an answer now
 * @param latency of all answers, from the intended send time
 */
public record LoadInterval(
        Duration length, long scheduled, long succeeded, long failed, int inFlight, LatencySummary latency) {

    /** Answers per second, good or bad. */
    public double completedPerSecond() {
        return perSecond(succeeded + failed);
    }

    /** Part of the answers that were good, 0 to 1; 1 when there were none. */
    public double successRatio() {
        long all = succeeded + failed;
        return all == 0 ? 1 : (double) succeeded / all;
    }

    private double perSecond(long count) {
        return length.isZero() ? 0 : count * 1e9 / length.toNanos();
    }
}
