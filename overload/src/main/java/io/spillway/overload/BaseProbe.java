package io.spillway.overload;

/**
 * Says when the limit falls for a moment to learn the latency without load: after some windows under load without any
 * sample of it, at first often, then less and less. Guarded by the flag of {@link AdaptiveLimit}.
 */
final class BaseProbe {
    private static final int ENOUGH = 32;
    private static final int FIRST_INTERVAL = 8;
    private static final int LAST_INTERVAL = 32;
    private static final int MOST_WINDOWS = 3;

    private int interval = FIRST_INTERVAL;
    private int crowdedWindows;
    private int seen;
    private int windows;
    private boolean running;

    void sawUncrowded() {
        seen++;
    }

    void crowded() {
        if (seen >= ENOUGH) {
            crowdedWindows = 0;
        }
        seen = 0;
        crowdedWindows++;
    }

    /** @return whether a probe starts now */
    boolean due() {
        if (crowdedWindows < interval) {
            return false;
        }
        running = true;
        windows = 0;
        seen = 0;
        return true;
    }

    boolean running() {
        return running;
    }

    /** @return whether the probe is over */
    boolean windowEnds() {
        windows++;
        if (seen < ENOUGH && windows < MOST_WINDOWS) {
            return false;
        }
        running = false;
        crowdedWindows = 0;
        seen = 0;
        interval = Math.min(LAST_INTERVAL, interval * 2);
        return true;
    }
}
