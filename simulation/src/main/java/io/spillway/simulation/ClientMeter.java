package io.spillway.simulation;

/** Counts what a client got: in the present interval, in all before, and over time. */
final class ClientMeter {
    final Timeline timeline =
            new Timeline("arrivals", "goodput", "failed", "refused", "timeouts", "attempts", "p50Millis", "p99Millis");
    final LatencyHistogram all = new LatencyHistogram();
    private final LatencyHistogram interval = new LatencyHistogram();

    long sessions;
    long sessionsCompleted;
    long arrivals;
    long goodput;
    long failed;
    long refused;
    long timeouts;
    long attempts;

    private long lastArrivals;
    private long lastGoodput;
    private long lastFailed;
    private long lastRefused;
    private long lastTimeouts;

    void concluded(Outcome outcome, long latencyNanos) {
        switch (outcome) {
            case OK -> {
                goodput++;
                interval.add(latencyNanos);
            }
            case REFUSED, BREAKER_OPEN -> refused++;
            case TIMEOUT, EXPIRED -> timeouts++;
            case ERROR, UNAVAILABLE -> failed++;
        }
    }

    void tick(long attemptsSoFar) {
        timeline.add(
                (double) (arrivals - lastArrivals),
                (double) (goodput - lastGoodput),
                (double) (failed - lastFailed),
                (double) (refused - lastRefused),
                (double) (timeouts - lastTimeouts),
                (double) (attemptsSoFar - attempts),
                interval.percentileNanos(0.5) / 1e6,
                interval.percentileNanos(0.99) / 1e6);
        close(attemptsSoFar);
        lastArrivals = arrivals;
        lastGoodput = goodput;
        lastFailed = failed;
        lastRefused = refused;
        lastTimeouts = timeouts;
    }

    /** Counts the last moments, which are no interval of their own, into the totals. */
    void close(long attemptsSoFar) {
        attempts = attemptsSoFar;
        all.take(interval);
    }
}
