package io.spillway.overload;

/**
 * Says when the limit falls for a moment to learn the latency without load: after some windows under load without any
 * sample of it, soon and deep while little is known, less and less later, and at once when latency jumps. Guarded by the
 * flag of {@link AdaptiveLimit}.
 */
final class BaseProbe {
    private static final int ENOUGH = 32;
    private static final int FIRST_INTERVAL = 8;
    private static final int LAST_INTERVAL = 128;
    private static final int MOST_WINDOWS = 3;
    private static final int RESTED = 6;
    private static final double DEEP = 0.8;
    private static final double DEEPEST = 0.4;
    private static final double SHALLOW = 0.95;
    private static final double FOLLOWED = 1.05;
    private static final double UNCHANGED = 0.97;

    private int interval = FIRST_INTERVAL;
    private double depth = DEEP;
    private int crowdedWindows;
    private boolean urgent;

    // Of the present probe.
    private boolean running;
    private boolean settling;
    private int windows;
    private double baseNanos;
    private double latencyBefore;
    private double inflightBefore;
    private int seen;
    private double latencySum;
    private double inflightSum;

    /** A request ended that had started without company. */
    void sawUncrowded(int inflight, double latencyNanos) {
        seen++;
        inflightSum += inflight;
        latencySum += latencyNanos;
    }

    /** How many of them since the probe began. */
    int seen() {
        return seen;
    }

    /** Their mean; some must have been seen. */
    double latencyNanos() {
        return latencySum / seen;
    }

    /** What was thought when the probe began. */
    double baseNanos() {
        return baseNanos;
    }

    private void forget() {
        seen = 0;
        latencySum = 0;
        inflightSum = 0;
    }

    /** A window under load ended. */
    void crowded() {
        if (seen >= ENOUGH) {
            crowdedWindows = 0;
        }
        forget();
        crowdedWindows++;
    }

    /** Latency jumped: the next probe is at once, unless the last one was just now. */
    void jumped() {
        urgent = crowdedWindows >= RESTED;
        interval = FIRST_INTERVAL;
    }

    /** The base was learned from requests that may have waited inside: it has to be looked at soon. */
    void doubt() {
        interval = FIRST_INTERVAL;
        depth = DEEP;
    }

    /**
     * Whether a probe starts now.
     *
     * @param falling whether the limit falls already, which only an urgent probe does not wait for
     */
    boolean due(boolean falling) {
        return urgent || (!falling && crowdedWindows >= interval);
    }

    /** @param before what was measured at the limit that it falls from */
    void begin(double nanos, LatencyWindow before) {
        depth = urgent ? Math.min(DEEP, depth) : depth;
        urgent = false;
        running = true;
        windows = 0;
        baseNanos = nanos;
        latencyBefore = before.latencyNanos();
        inflightBefore = before.inflight();
        forget();
    }

    boolean running() {
        return running;
    }

    /** What the limit falls to: of a few, a whole one less would be much less. */
    double limit(double crowd) {
        return depth < SHALLOW ? Math.floor(depth * crowd) : Math.rint(depth * crowd);
    }

    /** The limit is back, and the slow ones of those that started in the probe end only now. */
    boolean settling() {
        return settling;
    }

    /** @return whether the limit may rise again, since the probe has seen enough or took long enough */
    boolean windowEnds(int windowSamples) {
        windows++;
        if (seen < windowSamples / 2 && windows < MOST_WINDOWS) {
            return false;
        }
        running = false;
        settling = true;
        return true;
    }

    /** Whether latency fell with what is in service, by at least half of what it does when it comes from that. */
    boolean followed() {
        double fell = Math.log(latencyBefore / latencyNanos());
        return fell > Math.log(inflightBefore / (inflightSum / seen)) / 2;
    }

    /**
     * @param ratio of the latency seen to what was thought; when it fell with the limit the probe did not go deep enough
     * @param noise standard error of it
     * @param settled whether the base is known from enough samples
     */
    void end(double ratio, double noise, boolean settled) {
        settling = false;
        crowdedWindows = 0;
        forget();
        boolean tooShallow = ratio < FOLLOWED * depth && ratio < UNCHANGED - 2 * noise;
        depth = tooShallow ? Math.max(DEEPEST, DEEP * Math.min(DEEP, depth)) : SHALLOW;
        interval = settled && !tooShallow ? Math.min(LAST_INTERVAL, interval * 2) : FIRST_INTERVAL;
    }
}
