package io.spillway.sidecar;

/** What moves a sidecar from one state to another. */
enum SidecarEvent {
    /** The admin interface answers that Envoy has its configuration. */
    BECAME_READY,
    /** Envoy ended by itself with an error before it was ever ready. */
    REFUSED,
    /** Envoy ended unasked. */
    DIED,
    /** The owner wants the sidecar to end. */
    CLOSED,
    /** Envoy ended after the owner wanted it to. */
    ENDED
}
