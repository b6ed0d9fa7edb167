package io.spillway.sidecar;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Decides from Envoy's own figures and log whether a sidecar is ready, and why it is not. */
final class Readiness {
    private static final String CLUSTER = "cluster." + SidecarBootstrap.CONTROL_PLANE_CLUSTER + ".";
    private static final String LISTENERS = "listener_manager.lds.";
    private static final String CLUSTERS = "cluster_manager.cds.";
    private static final String FIGURES = "^(" + CLUSTER + "upstream_|" + LISTENERS + "|" + CLUSTERS
            + "|listener_manager\\.total_listeners_active).*";

    private Readiness() {}

    /**
     * Whether Envoy serves what it was sent. An Envoy that refused its first listeners calls itself ready too, since it
     * waits for nothing more; it serves nothing.
     */
    static boolean isReady(EnvoyAdmin admin) {
        if (!admin.isReady()) {
            return false;
        }
        try {
            Map<String, Long> figures = admin.stats(FIGURES);
            return figures.getOrDefault(LISTENERS + "update_rejected", 0L) == 0
                    || figures.getOrDefault(LISTENERS + "update_success", 0L) > 0
                    || figures.getOrDefault("listener_manager.total_listeners_active", 0L) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** One sentence on why it is not ready. */
    static String diagnosis(SidecarConfig config, EnvoyProcess envoy) {
        Optional<EnvoyAdmin> admin = envoy.admin();
        if (admin.isEmpty()) {
            return "Envoy (pid %d) runs but has not opened its admin interface".formatted(envoy.pid());
        }
        try {
            return ask(config, envoy, admin.get());
        } catch (IOException e) {
            return "Envoy (pid %d) runs but its admin interface does not answer: %s"
                    .formatted(envoy.pid(), e.getMessage());
        }
    }

    private static String ask(SidecarConfig config, EnvoyProcess envoy, EnvoyAdmin admin) throws IOException {
        Map<String, Long> figures = admin.stats(FIGURES);
        long rejected = figures.getOrDefault(LISTENERS + "update_rejected", 0L)
                + figures.getOrDefault(CLUSTERS + "update_rejected", 0L);
        if (rejected > 0) {
            return "Envoy refused the configuration: "
                    + envoy.lastLogContaining(RecentLines.REJECTED).orElse(rejected + " updates rejected");
        }
        if (figures.getOrDefault(LISTENERS + "update_success", 0L) > 0) {
            return waitsFor("its listeners", admin);
        }
        if (figures.getOrDefault(CLUSTERS + "update_success", 0L) > 0) {
            return waitsFor("its clusters and no listeners", admin);
        }
        long failedConnects = figures.getOrDefault(CLUSTER + "upstream_cx_connect_fail", 0L);
        if (failedConnects > 0 || figures.getOrDefault(CLUSTER + "upstream_cx_active", 0L) == 0) {
            return "control plane %s is unreachable (%d attempts to connect failed)"
                    .formatted(config.controlPlane(), failedConnects);
        }
        return "control plane %s is connected but has sent no configuration (does it know service %s, instance %s?)"
                .formatted(config.controlPlane(), config.service(), config.instance());
    }

    private static String waitsFor(String has, EnvoyAdmin admin) throws IOException {
        return "Envoy has %s but still waits for: %s"
                .formatted(has, admin.get("/init_dump").replaceAll("\\s+", " ").strip());
    }
}
