package io.spillway.incidentlab;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One finished run. Only numbers, text, lists and maps, so that it serialises to JSON as it is.
 * {@code scheduled = sent + notSent} and {@code scheduled = succeeded + failed}.
 *
 * @param startedAt wall-clock time in ISO 8601
 * @param lengthMillis from the start until the last request was due
 * @param scheduled requests whose intended time came
 * @param notSent of these, the ones over the limit of requests in flight; they count as failed
 * @param failedByKind all failures
 * @param firstFailures the first failures, with details, in the order in which they became known
 * @param latency of all answers, from the intended send time; requests without an answer are not in it
 * @param successLatency the same of the good answers
 * @param schedulerLagMillisMax the latest that a request was sent after its intended time
 * @param saturated more than 1% of the requests were late by more than the tolerable lag: the generator itself was
 *     the bottleneck and the run says little about the system
 */
public record LoadReport(
        double ratePerSecond,
        Arrivals arrivals,
        long seed,
        String startedAt,
        double lengthMillis,
        long scheduled,
        long sent,
        long notSent,
        long succeeded,
        long failed,
        Map<String, Long> failedByKind,
        List<Failure> firstFailures,
        LatencySummary latency,
        LatencySummary successLatency,
        double schedulerLagMillisMax,
        long sentLate,
        boolean saturated) {

    /**
     * @param atMillis when it became known, since the start
     * @param at the same as wall-clock time in ISO 8601
     * @param index of the request, from 0
     * @param latencyMillis from the intended send time
     */
    public record Failure(double atMillis, String at, long index, String kind, String detail, double latencyMillis) {}

    public LoadReport {
        failedByKind = Collections.unmodifiableMap(new TreeMap<>(failedByKind));
        firstFailures = List.copyOf(firstFailures);
    }
}
