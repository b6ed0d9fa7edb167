package io.spillway.sidecar;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;

/** The real Envoy and configurations for tests; the admin port is chosen by the system. */
final class Envoys {
    static final EnvoyBinary BINARY = EnvoyBinary.findOrInstall(null, System.err::println);

    private Envoys() {}

    static SidecarConfig.Builder config(Path folder, ControlPlaneAddress controlPlane) {
        return SidecarConfig.builder("payments", "payments-1", InetAddress.ofLiteral("127.0.0.1"), controlPlane, folder)
                .zone("a")
                .adminPort(0)
                .drainTimeout(Duration.ofSeconds(2));
    }

    /** An address at which nothing listens. */
    static ControlPlaneAddress nobody() {
        return ControlPlaneAddress.plain("127.0.0.1", 1);
    }
}
