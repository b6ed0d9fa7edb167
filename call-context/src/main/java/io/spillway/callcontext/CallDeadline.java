package io.spillway.callcontext;

/**
 * Until when the caller waits.
 *
 * @param nanos in the time of {@link System#nanoTime()}
 */
public record CallDeadline(long nanos) {
    /** Zero or less when the caller has given up. */
    public long remainingNanos(long nowNanos) {
        return nanos - nowNanos;
    }

    public boolean isOver(long nowNanos) {
        return remainingNanos(nowNanos) <= 0;
    }
}
