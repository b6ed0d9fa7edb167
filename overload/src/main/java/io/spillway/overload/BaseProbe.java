package io.spillway.overload;

/**
 * Says when the limit falls for a moment to learn the latency without load: after some windows under load without any
 * sample of it, soon and deep while little is known, less and less later. Guarded by the flag of {@link AdaptiveLimit}.
 */
final class BaseProbe {
    private static final int ENOUGH = 32;
    private static final int FIRST_INTERVAL = 8;
    private static final int LAST_INTERVAL = 128;
    private static final int MOST_WINDOWS = 3;
    private static final double DEEP = 0.8;
    private static final double DEEPEST = 0.4;
    private static final double SHALLOW = 0.95;
    private static final double FOLLOWED = 1.05;
    private static final double UNCHANGED = 0.97;

    private int interval = FIRST_INTERVAL;
    private double depth = DEEP;
    private int crowdedWindows;
    private int seen;
    private double latencySum;
    private double baseNanos;
    private int windows;
    private boolean running;
    private boolean settling;

    void sawUncrowded(double latencyNanos) {
        seen++;
        latencySum += latencyNanos;
    }

    /** What was thought when the probe began. */
    double baseNanos() {
        return baseNanos;
    }

    /** Requests without company since the probe began. */
    int seen() {
        return seen;
    }

    /** Their mean; some must have been seen. */
    double latencyNanos() {
        return latencySum / seen;
    }

    /** A window under load ended. */
    void crowded() {
        if (seen >= ENOUGH) {
            crowdedWindows = 0;
        }
        forget();
        crowdedWindows++;
    }

    private void forget() {
        seen = 0;
        latencySum = 0;
    }

    /** Something changed. */
    void soon() {
        interval = FIRST_INTERVAL;
    }

    /** The base was learned from requests that may have waited inside: it has to be looked at soon. */
    void doubt() {
        soon();
        depth = DEEP;
    }

    boolean due() {
        return crowdedWindows >= interval;
    }

    void begin(double nanos) {
        baseNanos = nanos;
        running = true;
        windows = 0;
        forget();
    }

    boolean running() {
        return running;
    }

    /** The part of what is needed that the limit falls to. */
    double depth() {
        return depth;
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

    /**
     * @param ratio of the latency seen to what was thought; when it fell with the limit the probe did not go deep enough
     * @param noise standard error of it
     * @param settled whether the base is known from enough samples
     */
    void end(double ratio, double noise, boolean settled) {
        settling = false;
        crowdedWindows = 0;
        forget();
        boolean followed = ratio < FOLLOWED * depth && ratio < UNCHANGED - 2 * noise;
        depth = followed ? Math.max(DEEPEST, DEEP * Math.min(DEEP, depth)) : SHALLOW;
        interval = settled && !followed ? Math.min(LAST_INTERVAL, interval * 2) : FIRST_INTERVAL;
    }
}
