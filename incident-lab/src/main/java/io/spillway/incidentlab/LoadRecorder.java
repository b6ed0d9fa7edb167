package io.spillway.incidentlab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts what a run did. Thread-safe: everything is guarded by this object's lock, held for the time of a few adds. */
final class LoadRecorder {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double LATE_PART_THAT_SATURATES = 0.01;

    private final LoadConfig config;
    private final Instant startedAt;
    private final long startNanos;

    private final Histogram allNanos = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram successNanos = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram intervalNanos = new Histogram(SIGNIFICANT_DIGITS);
    private final Map<String, Long> failedByKind = new TreeMap<>();
    private final List<LoadReport.Failure> firstFailures = new ArrayList<>();
    private long scheduled;
    private long notSent;
    private long succeeded;
    private long failed;
    private long lastDueNanos;
    private long maxLagNanos;
    private long sentLate;
    private int inFlight;

    private long intervalStartNanos;
    private long scheduledBefore;
    private long succeededBefore;
    private long failedBefore;

    LoadRecorder(LoadConfig config, Instant startedAt, long startNanos) {
        this.config = config;
        this.startedAt = startedAt;
        this.startNanos = startNanos;
        intervalStartNanos = startNanos;
        lastDueNanos = startNanos;
    }

    /** Counts a request that is due, and says whether it may be sent. */
    synchronized boolean admit(long index, long dueNanos, long nowNanos) {
        scheduled++;
        lastDueNanos = dueNanos;
        long lag = Math.max(0, nowNanos - dueNanos);
        maxLagNanos = Math.max(maxLagNanos, lag);
        if (lag > config.tolerableLag().toNanos()) {
            sentLate++;
        }
        if (inFlight >= config.maxInFlight()) {
            notSent++;
            fail(index, "not sent", inFlight + " requests were in flight", dueNanos, nowNanos);
            return false;
        }
        inFlight++;
        return true;
    }

    synchronized void answered(long index, Outcome outcome, long dueNanos, long nowNanos) {
        inFlight--;
        long latency = Math.max(0, nowNanos - dueNanos);
        allNanos.recordValue(latency);
        intervalNanos.recordValue(latency);
        if (outcome.failureKind().isPresent()) {
            fail(index, outcome.failureKind().get(), outcome.detail(), dueNanos, nowNanos);
        } else {
            succeeded++;
            successNanos.recordValue(latency);
        }
    }

    synchronized void unanswered(long index, long dueNanos, long nowNanos) {
        inFlight--;
        fail(index, "unanswered", "no answer when the run ended", dueNanos, nowNanos);
    }

    private void fail(long index, String kind, String detail, long dueNanos, long nowNanos) {
        failed++;
        failedByKind.merge(kind, 1L, Long::sum);
        if (firstFailures.size() < config.keptFailures()) {
            long atNanos = nowNanos - startNanos;
            firstFailures.add(new LoadReport.Failure(
                    atNanos / 1e6,
                    startedAt.plusNanos(atNanos).toString(),
                    index,
                    kind,
                    detail,
                    (nowNanos - dueNanos) / 1e6));
        }
    }

    synchronized boolean idle() {
        return inFlight == 0;
    }

    synchronized LoadInterval interval(long nowNanos) {
        LoadInterval interval = new LoadInterval(
                Duration.ofNanos(nowNanos - intervalStartNanos),
                scheduled - scheduledBefore,
                succeeded - succeededBefore,
                failed - failedBefore,
                inFlight,
                LatencySummary.of(intervalNanos));
        intervalNanos.reset();
        intervalStartNanos = nowNanos;
        scheduledBefore = scheduled;
        succeededBefore = succeeded;
        failedBefore = failed;
        return interval;
    }

    synchronized LoadReport report() {
        return new LoadReport(
                config.ratePerSecond(),
                config.arrivals(),
                config.seed(),
                startedAt.toString(),
                (lastDueNanos - startNanos) / 1e6,
                scheduled,
                scheduled - notSent,
                notSent,
                succeeded,
                failed,
                failedByKind,
                firstFailures,
                LatencySummary.of(allNanos),
                LatencySummary.of(successNanos),
                maxLagNanos / 1e6,
                sentLate,
                sentLate > scheduled * LATE_PART_THAT_SATURATES);
    }
}
