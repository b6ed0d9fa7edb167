package io.spillway.overload;

/** Sums over some requests that ended, between two looks at the limit. Guarded by the flag of {@link AdaptiveLimit}. */
final class LatencyWindow {
    private long startNanos;
    private long endedAtStart;
    private int count;
    private double latencySum;
    private double squareSum;
    private double inflightSum;
    private double costSum;
    private int mostInflight;

    void start(long ended, long nowNanos) {
        startNanos = nowNanos;
        endedAtStart = ended;
        count = 0;
        latencySum = 0;
        squareSum = 0;
        inflightSum = 0;
        costSum = 0;
        mostInflight = 0;
    }

    void add(int inflight, double latencyNanos, double cost) {
        count++;
        latencySum += latencyNanos;
        squareSum += latencyNanos * latencyNanos;
        inflightSum += inflight;
        costSum += cost;
        mostInflight = Math.max(mostInflight, inflight);
    }

    /** Requests that ended in the window, sampled or not. */
    long ended(long ended) {
        return ended - endedAtStart;
    }

    int count() {
        return count;
    }

    long lengthNanos(long nowNanos) {
        return nowNanos - startNanos;
    }

    /** Of a request of cost 1. */
    double latencyNanos() {
        return latencySum / count;
    }

    double variance() {
        return Math.max(0, squareSum / count - latencyNanos() * latencyNanos());
    }

    double inflight() {
        return inflightSum / count;
    }

    int mostInflight() {
        return mostInflight;
    }

    /** Cost ended per nanosecond. */
    double throughput(long ended, long nowNanos) {
        return (ended - endedAtStart) * (costSum / count) / Math.max(1, lengthNanos(nowNanos));
    }
}
