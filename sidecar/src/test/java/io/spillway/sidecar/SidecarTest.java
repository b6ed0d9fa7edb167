package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarTest {
    @TempDir
    Path folder;

    private final List<SidecarState> states = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();

    private final SidecarListener recorder = (sidecar, state, reason) -> {
        states.add(state);
        reasons.add(reason);
    };

    @Test
    void becomesReadyWithAControlPlaneAndEndsWhenClosed() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.empty()) {
            Sidecar sidecar =
                    Sidecar.start(Envoys.config(folder, controlPlane.address()).build(), Envoys.BINARY, recorder);
            long pid;
            try (sidecar) {
                sidecar.awaitReady();
                pid = sidecar.pid().orElseThrow();
                assertThat(sidecar.admin().orElseThrow().get("/server_info")).contains("\"id\": \"payments-1\"");
            }
            assertThat(ProcessHandle.of(pid)).isEmpty();
            assertThat(states).containsExactly(SidecarState.READY, SidecarState.DRAINING, SidecarState.STOPPED);
        }
    }

    /** The tests of this module run with one carrier of virtual threads: see its pom.xml. */
    @Test
    void leavesTheVirtualThreadsOfItsProcessAlone() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.empty();
                Sidecar sidecar = Sidecar.start(
                        Envoys.config(folder, controlPlane.address()).build(), Envoys.BINARY, recorder)) {
            sidecar.awaitReady();
            Thread other = Thread.startVirtualThread(() -> {});
            assertThat(other.join(Duration.ofSeconds(10)))
                    .as("a virtual thread runs beside a sidecar")
                    .isTrue();
        }
    }

    @Test
    void tellsTheControlPlaneWhoItIs() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.empty();
                Sidecar sidecar = Sidecar.start(
                        Envoys.config(folder, controlPlane.address()).build(), Envoys.BINARY, recorder)) {
            sidecar.awaitReady();
            var node = controlPlane.requests.element().getNode();
            assertThat(node.getId()).isEqualTo("payments-1");
            assertThat(node.getCluster()).isEqualTo("payments");
            assertThat(node.getLocality().getZone()).isEqualTo("a");
            var identity = node.getMetadata().getFieldsOrThrow("spillway").getStructValue();
            assertThat(identity.getFieldsOrThrow("service").getStringValue()).isEqualTo("payments");
            assertThat(identity.getFieldsOrThrow("instance").getStringValue()).isEqualTo("payments-1");
            assertThat(identity.getFieldsOrThrow("kind").getStringValue()).isEqualTo("sidecar");
        }
    }

    @Test
    void saysThatTheControlPlaneIsUnreachable() throws Exception {
        SidecarConfig config = Envoys.config(folder, Envoys.nobody())
                .readyTimeout(Duration.ofSeconds(2))
                .build();
        try (Sidecar sidecar = Sidecar.start(config, Envoys.BINARY, recorder)) {
            assertThatThrownBy(sidecar::awaitReady)
                    .isInstanceOf(SidecarException.class)
                    .hasMessageStartingWith("sidecar payments-1 is not ready after 2.0 s:"
                            + " control plane 127.0.0.1:1 is unreachable");
        }
    }

    @Test
    void saysThatTheControlPlaneSendsNothing() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.silent()) {
            SidecarConfig config = Envoys.config(folder, controlPlane.address())
                    .readyTimeout(Duration.ofSeconds(2))
                    .build();
            try (Sidecar sidecar = Sidecar.start(config, Envoys.BINARY, recorder)) {
                assertThatThrownBy(sidecar::awaitReady)
                        .hasMessageContaining("is connected but has sent no configuration"
                                + " (does it know service payments, instance payments-1?)");
            }
        }
    }

    @Test
    void repeatsWhatEnvoySaysWhenItRefusesItsListeners() throws Exception {
        Listener withoutAddress = Listener.newBuilder().setName("broken").build();
        try (TestControlPlane controlPlane =
                TestControlPlane.with(List.of(TestControlPlane.resource("broken", withoutAddress)), List.of())) {
            SidecarConfig config = Envoys.config(folder, controlPlane.address())
                    .readyTimeout(Duration.ofSeconds(3))
                    .build();
            try (Sidecar sidecar = Sidecar.start(config, Envoys.BINARY, recorder)) {
                assertThatThrownBy(sidecar::awaitReady)
                        .hasMessageContaining("Envoy refused the configuration: ")
                        .hasMessageContaining("broken")
                        .hasMessageContaining("address is necessary");
            }
        }
    }

    @Test
    void startsEnvoyAgainWhenItDies() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.empty();
                Sidecar sidecar = Sidecar.start(
                        Envoys.config(folder, controlPlane.address()).build(), Envoys.BINARY, recorder)) {
            sidecar.awaitReady();
            long first = sidecar.pid().orElseThrow();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).until(() -> sidecar.restarts() == 1);
            sidecar.awaitReady();
            assertThat(sidecar.pid()).isNotEmpty().isNotEqualTo(java.util.OptionalLong.of(first));
            assertThat(states).containsExactly(SidecarState.READY, SidecarState.RESTARTING, SidecarState.READY);
            assertThat(reasons.get(1)).contains("was ended by signal 9; starting again in 0.");
        }
    }

    @Test
    void repeatsWhatEnvoySaysWhenItRefusesItsBootstrap() throws Exception {
        // A file that is not there: only Envoy can find that out.
        ControlPlaneAddress secured =
                new ControlPlaneAddress("127.0.0.1", 1, new TlsFiles(folder.resolve("missing.pem"), null));
        try (Sidecar sidecar = Sidecar.start(Envoys.config(folder, secured).build(), Envoys.BINARY, recorder)) {
            assertThatThrownBy(sidecar::awaitReady)
                    .hasMessageContaining("exited with code 1")
                    .hasMessageContaining("missing.pem");
            assertThat(sidecar.state()).isEqualTo(SidecarState.FAILED);
        }
        assertThat(states).containsExactly(SidecarState.FAILED);
    }

    @Test
    void namesWhoHoldsTheAdminPort() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            SidecarConfig config = Envoys.config(folder, Envoys.nobody())
                    .adminPort(taken.getLocalPort())
                    .build();
            assertThatThrownBy(() -> Sidecar.start(config, Envoys.BINARY, recorder))
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " is taken by process "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void keepsEnvoysLogInTheWorkDirectory() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.empty()) {
            try (Sidecar sidecar =
                    Sidecar.start(Envoys.config(folder, controlPlane.address()).build(), Envoys.BINARY, recorder)) {
                sidecar.awaitReady();
            }
            assertThat(Files.readString(folder.resolve("envoy.log")))
                    .contains("starting main dispatch loop", "exiting");
        }
    }
}
