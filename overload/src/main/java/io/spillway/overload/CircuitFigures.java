package io.spillway.overload;

import java.time.Duration;

/**
 * What a {@link CircuitBreaker} has counted, for a message.
 *
 * @param calls that came back in the window; in {@link CircuitState#HALF_OPEN} the probes that came back
 * @param failures of these
 * @param slow of these
 */
public record CircuitFigures(CircuitState state, Duration window, long calls, long failures, long slow) {
    /** Such as {@code OPEN: 12 of 20 calls failed, 3 slow, in the last 10 s}. */
    @Override
    public String toString() {
        return state + ": " + failures + " of " + calls + " calls failed, " + slow + " slow, in the last "
                + seconds(window) + " s";
    }

    private static String seconds(Duration window) {
        return window.toNanosPart() == 0 ? Long.toString(window.toSeconds()) : Double.toString(window.toNanos() / 1e9);
    }
}
