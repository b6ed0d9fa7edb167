package io.spillway.simulation;

/** Counts what a service does: in the present interval, in all before, and over time. */
final class ServiceMeter {
    final Timeline timeline = new Timeline(
            "arrivals",
            "ok",
            "failed",
            "refused",
            "expired",
            "inFlight",
            "queued",
            "limit",
            "replicas",
            "breakersOpen",
            "p50Millis",
            "p99Millis");
    final LatencyHistogram all = new LatencyHistogram();
    private final LatencyHistogram interval = new LatencyHistogram();

    /** Of callers, that do not let all calls through. */
    int breakersOpen;

    long arrivals;
    long ok;
    long failed;
    long refused;
    long expired;

    private long lastArrivals;
    private long lastOk;
    private long lastFailed;
    private long lastRefused;
    private long lastExpired;

    void ended(Outcome outcome, long latencyNanos) {
        switch (outcome) {
            case OK -> {
                ok++;
                interval.add(latencyNanos);
            }
            case REFUSED -> refused++;
            case EXPIRED -> expired++;
            default -> failed++;
        }
    }

    void tick(Service service) {
        int inFlight = 0;
        int queued = 0;
        int up = 0;
        double limit = 0;
        for (int i = 0; i < service.size(); i++) {
            Replica replica = service.replica(i);
            inFlight += replica.inFlight();
            queued += replica.queued();
            if (replica.isUp()) {
                up++;
                limit += replica.limit();
            }
        }
        timeline.add(
                (double) (arrivals - lastArrivals),
                (double) (ok - lastOk),
                (double) (failed - lastFailed),
                (double) (refused - lastRefused),
                (double) (expired - lastExpired),
                inFlight,
                queued,
                limit,
                up,
                breakersOpen,
                interval.percentileNanos(0.5) / 1e6,
                interval.percentileNanos(0.99) / 1e6);
        lastArrivals = arrivals;
        lastOk = ok;
        lastFailed = failed;
        lastRefused = refused;
        lastExpired = expired;
        close();
    }

    /** Counts the last moments, which are no interval of their own, into the totals. */
    void close() {
        all.take(interval);
    }
}
