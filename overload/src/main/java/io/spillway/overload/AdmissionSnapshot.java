package io.spillway.overload;

import java.time.Duration;
import java.util.Map;

/**
 * What {@link Admission} looks like at a moment, for metrics and views.
 *
 * @param baseLatency what a mean request takes without load, zero until known
 * @param lastMove why the limit last moved
 * @param admitted since the start, by priority, only of those that had to be offered; the rest went straight in
 * @param refused since the start, by priority and reason
 * @param leastImportant the last (priority, cohort) that is not refused at the door, as 128 x ordinal + cohort; 511
 *     when everybody may come
 */
public record AdmissionSnapshot(
        int limit,
        int inflight,
        int queued,
        Duration baseLatency,
        LimitMove lastMove,
        Map<Priority, Long> admitted,
        Map<Priority, Map<Refusal, Long>> refused,
        int leastImportant) {}
