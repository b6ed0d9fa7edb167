package io.spillway.sidecar;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Finds out from Envoy's own figures and log why a sidecar is not ready. */
final class ReadinessDiagnosis {
    private static final String CLUSTER = "cluster." + SidecarBootstrap.CONTROL_PLANE_CLUSTER + ".";
    private static final String FIGURES = "^(" + CLUSTER.replace(".", "\\.")
            + "upstream_|control_plane\\.|listener_manager\\.lds\\.|cluster_manager\\.cds\\.).*";

    private ReadinessDiagnosis() {}

    static String of(SidecarConfig config, EnvoyProcess envoy) {
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
        long rejected = figures.getOrDefault("listener_manager.lds.update_rejected", 0L)
                + figures.getOrDefault("cluster_manager.cds.update_rejected", 0L);
        if (rejected > 0) {
            return "Envoy refused the configuration: "
                    + envoy.lastLogContaining(" rejected: ").orElse(rejected + " updates rejected");
        }
        boolean configured = figures.getOrDefault("listener_manager.lds.update_success", 0L) > 0;
        boolean clustersCame = figures.getOrDefault("cluster_manager.cds.update_success", 0L) > 0;
        if (!configured && !clustersCame) {
            Optional<String> closed = envoy.lastLogContaining(" closed").filter(line -> line.contains("config stream"));
            if (closed.isPresent()
                    || figures.getOrDefault(CLUSTER + "upstream_cx_active", 0L) == 0
                    || figures.getOrDefault(CLUSTER + "upstream_cx_connect_fail", 0L) > 0) {
                return "control plane %s is unreachable%s"
                        .formatted(
                                config.controlPlane(),
                                closed.map(line -> " (" + line + ")").orElse(""));
            }
            return "control plane %s is connected but has sent no configuration (does it know service %s, instance %s?)"
                    .formatted(config.controlPlane(), config.service(), config.instance());
        }
        String missing = admin.get("/init_dump").replaceAll("\\s+", " ").strip();
        return "Envoy has %s but still waits for: %s"
                .formatted(configured ? "its listeners" : "its clusters and no listeners", missing);
    }
}
