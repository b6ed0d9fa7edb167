package io.spillway.sidecar;

/** Is told about a sidecar's life. Called by the sidecar's own threads, one call at a time: be quick. */
@FunctionalInterface
public interface SidecarListener {
    /**
     * A state was left for another, or Envoy died once more while restarting.
     *
     * @param sidecar the one that changed
     * @param state the state it is in now
     * @param reason one line for a person
     */
    void changed(Sidecar sidecar, SidecarState state, String reason);
}
