package io.spillway.sidecar;

/** Where a sidecar is in its life; the moves between these are the table in {@link SidecarTransitions}. */
public enum SidecarState {
    /** Envoy was started for the first time and waits for its configuration. */
    STARTING,
    /** Envoy has its configuration and serves. */
    READY,
    /** Envoy died and is started again, or waits for that. */
    RESTARTING,
    /** The sidecar takes no new work and lets what is in flight finish. */
    DRAINING,
    /** Envoy ended because it was asked to. Final. */
    STOPPED,
    /** Envoy ended at its first start; it would do so again. Final. */
    FAILED;

    /** Whether no other state follows. */
    public boolean isFinal() {
        return this == STOPPED || this == FAILED;
    }
}
