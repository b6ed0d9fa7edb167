package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.spillway.controlplane.ControlPlane;
import io.spillway.controlplane.ControlPlaneConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}, {@code diff} against a control plane, and {@code control-plane}. */
class ControlPlaneCommandsTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path changed;

    @SuppressWarnings("NullAway.Init") // started before each test
    private ControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = ControlPlane.start(ControlPlaneConfig.of(Run.mesh(directory)));
    }

    @AfterEach
    void close() {
        controlPlane.close();
    }

    @Test
    void statusSaysWhatIsServed() {
        Run run = Run.of("status", "--admin", admin());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(directory + ": generation 1 since ", "3 services, 0 instances")
                .contains("no sidecar or gRPC client has connected");
    }

    @Test
    void statusIsJsonWithoutLeftovers() throws IOException {
        JsonNode status = new ObjectMapper()
                .readTree(Run.of("status", "--admin", admin(), "--json").out());

        assertThat(status.get("services")).hasSize(3);
        assertThat(status.get("servedSince").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void statusOfARefusedEditShowsItsPlaceAndExitsWithOne() {
        Run.save(directory, "menu/service.yaml", "service: menu\nprot: 1\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> controlPlane.status().refused());

        Run run = Run.of("status", "--admin", admin());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("has errors; the state above is still served")
                .contains("  menu/service.yaml:2:1: error: unknown key \"prot\"");
    }

    @Test
    void withoutAControlPlaneStatusSaysHowToStartOne() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        Run run = Run.of("status", "--admin", "http://127.0.0.1:" + free);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("spillway: no control plane answers at http://127.0.0.1:" + free
                        + " (expected: one started with spillway control-plane or spillway demo; see --admin)");
    }

    @Test
    void anotherServerIsNoControlPlane() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            Run run = Run.of("status", "--admin", "http:/" + other.getAddress());

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("did not answer as a control plane does");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void anAdminUrlThatIsNoneIsAUsageError() {
        assertThat(Run.of("status", "--admin", "ftp://127.0.0.1").exitCode()).isEqualTo(2);
    }

    @Test
    void diffComparesWhatIsServedWithADirectory() {
        Run.mesh(changed);
        assertThat(Run.of("diff", changed, "--admin", admin())).isEqualTo(new Run(0, "no difference\n", ""));

        Run.save(changed, "payments/service.yaml", "service: payments\nowner: p\n");

        assertThat(Run.of("diff", changed, "--admin", admin(), "--names-only").out())
                .contains("removed cluster", "for payments@127.1.4.1, payments@127.1.4.2");
    }

    @Test
    void aControlPlaneOfNoDirectoryIsAUsageError() {
        Run run = Run.of("control-plane", "--config", directory.resolve("nowhere"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("(expected: an existing directory with service.yaml files)");
    }

    @Test
    void aTakenPortIsAProblemOfTheEnvironment() {
        Run run =
                Run.of("control-plane", "--config", directory, "--xds", "127.0.0.1:0", "--admin", admin().substring(7));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("spillway: " + admin().substring(7) + " is taken by process "
                        + ProcessHandle.current().pid());
    }

    @Test
    void xdsForEverybodyNeedsTls() {
        Run run = Run.of("control-plane", "--config", directory, "--xds", "0.0.0.0:0", "--admin", "127.0.0.1:0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("without TLS (expected: a loopback address, or tls(...))");
    }

    private String admin() {
        return "http://" + AddressText.of(controlPlane.adminAddress());
    }
}
