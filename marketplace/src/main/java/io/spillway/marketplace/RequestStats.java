package io.spillway.marketplace;

import com.linecorp.armeria.common.logging.RequestLog;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What one service has answered, all its instances together. Thread-safe: guarded by its own lock. */
public final class RequestStats {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int SERVER_ERROR = 500;

    private final Histogram totalNanos = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram intervalNanos = new Histogram(SIGNIFICANT_DIGITS);
    private long errors;
    private long intervalErrors;
    private long intervalStartNanos = System.nanoTime();

    RequestStats() {}

    /**
     * Requests that ended within a time.
     *
     * @param errors of these, HTTP status 500 and above or a gRPC status other than OK; or broken off
     * @param p50Millis of the time in the service, its own calls included
     */
    public record Snapshot(
            Duration length, long count, long errors, double p50Millis, double p99Millis, double maxMillis) {
        public double perSecond() {
            return length.isZero() ? 0 : count * 1e9 / length.toNanos();
        }
    }

    /** Since this was last called, or since the start. For one caller, such as a live view. */
    public synchronized Snapshot interval() {
        long now = System.nanoTime();
        Snapshot snapshot = snapshot(intervalNanos, intervalErrors, Duration.ofNanos(now - intervalStartNanos));
        intervalNanos.reset();
        intervalErrors = 0;
        intervalStartNanos = now;
        return snapshot;
    }

    public synchronized long count() {
        return totalNanos.getTotalCount();
    }

    public synchronized long errors() {
        return errors;
    }

    /** A copy of all latencies since the start, in nanoseconds. */
    public synchronized Histogram latencyNanos() {
        return totalNanos.copy();
    }

    void record(RequestLog log) {
        boolean failed = failed(log);
        synchronized (this) {
            totalNanos.recordValue(log.totalDurationNanos());
            intervalNanos.recordValue(log.totalDurationNanos());
            if (failed) {
                errors++;
                intervalErrors++;
            }
        }
    }

    private static boolean failed(RequestLog log) {
        if (log.responseCause() != null || log.responseHeaders().status().code() >= SERVER_ERROR) {
            return true;
        }
        String inTrailers = log.responseTrailers().get("grpc-status");
        String grpcStatus = inTrailers == null ? log.responseHeaders().get("grpc-status") : inTrailers;
        return grpcStatus != null && !grpcStatus.equals("0");
    }

    private static Snapshot snapshot(Histogram nanos, long errors, Duration length) {
        return new Snapshot(
                length,
                nanos.getTotalCount(),
                errors,
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6);
    }
}
