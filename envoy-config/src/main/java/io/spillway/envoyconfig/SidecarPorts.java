package io.spillway.envoyconfig;

/** Where a sidecar listens on the address of its instance. The same in every instance. */
public final class SidecarPorts {
    /** Callers of the service connect here. */
    public static final int INGRESS = 15006;
    /** The service itself sends its calls here. */
    public static final int EGRESS = 15001;
    /** Envoy's admin interface. */
    public static final int ADMIN = 15000;

    private SidecarPorts() {}
}
