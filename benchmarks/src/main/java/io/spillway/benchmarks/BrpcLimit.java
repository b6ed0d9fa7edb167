package io.spillway.benchmarks;

import com.netflix.concurrency.limits.Limit;
import java.util.function.Consumer;

/**
 * The rule of brpc's auto concurrency limiter, after its documentation and its defaults: limit = highest throughput x
 * lowest latency x (1 + explore ratio); every 50 seconds the lowest latency is measured again at nine tenths of that.
 * A failure counts as a latency that is paid by the good ones.
 */
final class BrpcLimit implements Limit {
    private static final int INITIAL = 40;
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final int LEAST_SAMPLES = 100;
    private static final int MOST_SAMPLES = 200;
    private static final double SMOOTHING = 0.1;
    private static final double LEAST_EXPLORE = 0.06;
    private static final double MOST_EXPLORE = 0.3;
    private static final double EXPLORE_STEP = 0.02;
    private static final double REMEASURE = 0.9;
    private static final long REMEASURE_NANOS = 50_000_000_000L;

    private int limit = INITIAL;
    private double exploreRatio = MOST_EXPLORE;
    private double lowestLatency = -1;
    private double highestThroughput = -1;
    private long remeasureAt;
    private long resetLatencyAt;
    private long windowStart;
    private int good;
    private int bad;
    private double goodSum;
    private double badSum;

    @Override
    public int getLimit() {
        return limit;
    }

    @Override
    public void notifyOnChange(Consumer<Integer> consumer) {
        throw new UnsupportedOperationException("notifyOnChange: the benchmark asks for the limit");
    }

    @Override
    public void onSample(long startNanos, long latencyNanos, int inflight, boolean didDrop) {
        long now = startNanos + latencyNanos;
        if (resetLatencyAt != 0) {
            // The lower limit holds until what was in service before has ended.
            if (now < resetLatencyAt) {
                return;
            }
            lowestLatency = -1;
            resetLatencyAt = 0;
            remeasureAt = now + REMEASURE_NANOS;
            resetWindow(now);
        }
        if (windowStart == 0) {
            windowStart = now;
            remeasureAt = now + REMEASURE_NANOS;
        }
        if (didDrop) {
            bad++;
            badSum += latencyNanos;
        } else {
            good++;
            goodSum += latencyNanos;
        }
        int samples = good + bad;
        if (samples < LEAST_SAMPLES) {
            if (now - windowStart >= WINDOW_NANOS) {
                resetWindow(now);
            }
            return;
        }
        if (now - windowStart < WINDOW_NANOS && samples < MOST_SAMPLES) {
            return;
        }
        if (good > 0) {
            update(now);
        } else {
            limit = Math.max(1, limit / 2);
        }
        resetWindow(now);
    }

    private void update(long now) {
        double latency = Math.ceil((badSum + goodSum) / good);
        double throughput = (double) good / Math.max(1, now - windowStart);
        lowestLatency = lowestLatency <= 0 || latency < lowestLatency
                ? (lowestLatency <= 0 ? latency : latency * SMOOTHING + lowestLatency * (1 - SMOOTHING))
                : lowestLatency;
        highestThroughput = throughput >= highestThroughput
                ? throughput
                : throughput * SMOOTHING / 10 + highestThroughput * (1 - SMOOTHING / 10);
        if (now >= remeasureAt) {
            resetLatencyAt = now + (long) (2 * latency);
            limit = (int) Math.max(1, Math.ceil(highestThroughput * lowestLatency * REMEASURE));
            return;
        }
        boolean low =
                latency <= lowestLatency * (1 + LEAST_EXPLORE) || throughput <= highestThroughput / (1 + LEAST_EXPLORE);
        exploreRatio = low
                ? Math.min(MOST_EXPLORE, exploreRatio + EXPLORE_STEP)
                : Math.max(LEAST_EXPLORE, exploreRatio - EXPLORE_STEP);
        limit = (int) Math.max(1, Math.ceil(lowestLatency * highestThroughput * (1 + exploreRatio)));
    }

    private void resetWindow(long now) {
        windowStart = now;
        good = 0;
        bad = 0;
        goodSum = 0;
        badSum = 0;
    }
}
