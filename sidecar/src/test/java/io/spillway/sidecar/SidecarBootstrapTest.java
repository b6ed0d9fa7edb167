package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarBootstrapTest {
    /** From the requirement: a sidecar with 10 egress services exposes at most this many. */
    private static final int MOST_TIME_SERIES = 600;

    @TempDir
    Path folder;

    @Test
    void envoyAcceptsIt() throws Exception {
        assertAccepted(Envoys.config(folder, Envoys.nobody()).build());
    }

    @Test
    void envoyAcceptsItForADnsName() throws Exception {
        assertAccepted(Envoys.config(folder, ControlPlaneAddress.plain("localhost", 18000))
                .build());
    }

    @Test
    void envoyAcceptsItWithMutualTls() throws Exception {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=test",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        TlsFiles tls = new TlsFiles(certificate, new TlsFiles.Identity(certificate, key));
        assertAccepted(Envoys.config(folder, new ControlPlaneAddress("10.1.2.3", 18000, tls))
                .build());
        assertAccepted(Envoys.config(folder, new ControlPlaneAddress("control.example", 18000, tls))
                .build());
    }

    @Test
    void theSameConfigurationGivesTheSameBytes() {
        SidecarConfig config = Envoys.config(folder, Envoys.nobody()).build();
        assertThat(SidecarBootstrap.json(config)).isEqualTo(SidecarBootstrap.json(config));
    }

    @Test
    void aSidecarWithTenEgressServicesExposesAtMost600TimeSeries() throws Exception {
        String[] names =
                IntStream.rangeClosed(1, 10).mapToObj(i -> "egress-" + i).toArray(String[]::new);
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            exchange.sendResponseHeaders(
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), -1);
            exchange.close();
        });
        backend.start();
        int port = backend.getAddress().getPort();
        List<Resource> clusters = new ArrayList<>();
        for (String name : names) {
            clusters.add(TestMesh.cluster(name, port));
        }
        clusters.add(TestMesh.cluster("local", port));
        List<Resource> listeners = List.of(TestMesh.listener("ingress", "local"), TestMesh.listener("egress", names));
        try (TestControlPlane controlPlane = TestControlPlane.with(listeners, clusters);
                Sidecar sidecar = Sidecar.start(
                        Envoys.config(folder, controlPlane.address()).build(),
                        Envoys.BINARY,
                        (changed, state, reason) -> {})) {
            sidecar.awaitReady();
            // Every class of answer from every cluster, so that figures made when first needed are counted too.
            for (int status : List.of(200, 302, 404, 500)) {
                for (String name : names) {
                    assertThat(Http.status(Http.port(sidecar, "egress"), name, "/" + status))
                            .isEqualTo(status);
                }
                assertThat(Http.status(Http.port(sidecar, "ingress"), "local", "/" + status))
                        .isEqualTo(status);
            }
            String all = sidecar.admin().orElseThrow().get("/stats/prometheus");
            List<String> series = all.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
            System.out.println(series.size() + " time series with 10 egress services");
            assertThat(series).hasSizeLessThanOrEqualTo(MOST_TIME_SERIES).hasSizeGreaterThan(100);
            assertThat(all)
                    .contains(
                            "envoy_cluster_upstream_rq_total{envoy_cluster_name=\"egress-1\"} 4",
                            "envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name=\"egress-1\",le=\"100\"}",
                            "envoy_cluster_outlier_detection_ejections_active{envoy_cluster_name=\"egress-1\"}",
                            "envoy_http_downstream_rq_xx{envoy_response_code_class=\"5\",envoy_http_conn_manager_prefix=\"ingress\"} 1",
                            "envoy_http_adaptive_concurrency_gradient_controller_concurrency_limit",
                            "envoy_control_plane_connected_state{} 1",
                            "envoy_listener_manager_lds_update_rejected",
                            "envoy_overload_envoy_resource_monitors_fixed_heap_pressure",
                            "envoy_server_live");
            assertThat(all).doesNotContain("upstream_rq_200", "zone");
        } finally {
            backend.stop(0);
        }
    }

    private void assertAccepted(SidecarConfig config) throws Exception {
        Path file = Files.writeString(folder.resolve("bootstrap.json"), SidecarBootstrap.json(config));
        assertThat(run(List.of(
                        Envoys.BINARY.path().toString(),
                        "--mode",
                        "validate",
                        "--disable-hot-restart",
                        "-c",
                        file.toString())))
                .contains("OK")
                .doesNotContainIgnoringCase("deprecated");
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
