package io.spillway.simulation;

/** What happens at a moment of virtual time. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Called once for each time it was scheduled.
     *
     * @param nowNanos virtual time since the start of the run
     * @param argument as it was scheduled
     */
    void onEvent(long nowNanos, long argument);
}
