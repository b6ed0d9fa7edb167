package io.spillway.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.spillway.controlplane.MeshStatus.FindingStatus;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
    private static final String BROKEN = "service: payments\nowner: payments-team\nport: none\n";

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path directory;

    private SmallMesh files = new SmallMesh(Path.of(""));

    @BeforeEach
    void writeTheMesh() {
        files = SmallMesh.in(directory);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aDirectoryIsServed() throws IOException {
        ControlPlane controlPlane = start();

        TestClient payments = connect(controlPlane, "payments-1", "payments", "127.1.4.1");

        eventually()
                .untilAsserted(() -> assertThat(payments.clusters.keySet())
                        .anyMatch(name -> name.contains("ledger"))
                        .noneMatch(name -> name.contains("menu")));
        eventually().untilAsserted(() -> {
            InstanceStatus instance = controlPlane.status().instances().getFirst();
            assertThat(instance.instance()).isEqualTo("payments-1");
            assertThat(instance.connected()).isTrue();
        });
        assertThat(controlPlane.status().services()).containsExactly("ledger", "menu", "payments");
        assertThat(controlPlane.current().generation()).isEqualTo(1);
    }

    @Test
    void anEditIsDeliveredAsTheNextGeneration() throws IOException {
        ControlPlane controlPlane = start();
        TestClient payments = connect(controlPlane, "payments-1", "payments", "127.1.4.1");
        eventually().until(() -> !payments.clusters.isEmpty());

        files.save("payments/service.yaml", SmallMesh.PAYMENTS.replace("ledger}", "ledger}, {service: menu}"));

        eventually()
                .untilAsserted(() -> assertThat(payments.clusters.keySet()).anyMatch(name -> name.contains("menu")));
        assertThat(controlPlane.current().generation()).isEqualTo(2);
    }

    @Test
    void aBrokenEditChangesNothingAndIsReportedWithItsPlaceUntilItIsMended() throws IOException {
        ControlPlane controlPlane = start();
        var good = controlPlane.current().served();

        files.save("payments/service.yaml", BROKEN);

        eventually().until(() -> controlPlane.status().refused());
        FindingStatus finding = controlPlane.status().findings().getFirst();
        assertThat(finding.file()).isEqualTo("payments/service.yaml");
        assertThat(finding.line()).isEqualTo(3);
        assertThat(finding.column()).isEqualTo(7);
        assertThat(controlPlane.current().served()).isEqualTo(good);
        assertThat(controlPlane.current().generation()).isEqualTo(1);

        files.save("payments/service.yaml", BROKEN.replace("none", "9090"));

        eventually().until(() -> !controlPlane.status().refused());
        assertThat(controlPlane.current().generation()).isEqualTo(2);
        assertThat(controlPlane.status().findings()).isEmpty();
    }

    @Test
    void anEditThatChangesNothingForAnybodyIsNoNewGeneration() throws IOException {
        ControlPlane controlPlane = start();
        var before = controlPlane.current();

        files.save("payments/service.yaml", "# only a comment\n" + SmallMesh.PAYMENTS);

        eventually().until(() -> controlPlane.current().readAt().isAfter(before.readAt()));
        assertThat(controlPlane.current().generation()).isEqualTo(1);
        assertThat(controlPlane.current().servedSince()).isEqualTo(before.servedSince());
        // The origins point to where the keys are now.
        assertThat(controlPlane.current().served()).isNotEqualTo(before.served());
    }

    @Test
    void errorsFromTheStartServeNobodyUntilTheyAreMended() throws IOException {
        files.save("payments/service.yaml", BROKEN);
        ControlPlane controlPlane = start();

        assertThat(controlPlane.xdsAddress()).isEmpty();
        assertThat(controlPlane.status().refused()).isTrue();
        assertThat(controlPlane.status().servedSince()).isEmpty();

        files.save("payments/service.yaml", SmallMesh.PAYMENTS);

        eventually().until(() -> controlPlane.xdsAddress().isPresent());
        TestClient payments = connect(controlPlane, "payments-1", "payments", "127.1.4.1");
        eventually().until(() -> !payments.clusters.isEmpty());
    }

    @Test
    void aSidecarWhoseServiceIsRemovedIsGivenNothingAnyMore() throws IOException {
        ControlPlane controlPlane = start();
        TestClient menu = connect(controlPlane, "menu-1", "menu", "127.1.3.1");
        eventually().until(() -> !menu.clusters.isEmpty());

        files.remove("menu");

        // Clusters are held for a while after nothing names them any more.
        eventually().until(menu.clusters::isEmpty);
        assertThat(controlPlane.status().services()).containsExactly("ledger", "payments");
        assertThat(controlPlane.status().findings())
                .extracting(FindingStatus::rule)
                .containsExactly("unknown-endpoint-service");
    }

    @Test
    void anInstanceThatNoEndpointNamesIsServedWithoutANewGeneration() throws IOException {
        ControlPlane controlPlane = start();

        TestClient second = connect(controlPlane, "payments-2", "payments", "127.1.4.2");

        eventually().until(() -> !second.clusters.isEmpty());
        assertThat(controlPlane.current().generation()).isEqualTo(1);
    }

    @Test
    void anUnknownServiceIsToldSo() throws IOException {
        ControlPlane controlPlane = start();

        TestClient client = connect(controlPlane, "paymnts-1", "paymnts", "127.1.4.1");

        eventually().until(() -> !client.errors.isEmpty());
        assertThat(client.errors.element())
                .hasMessageContaining("service \"paymnts\" has no contract (expected: did you mean \"payments\"?)");
    }

    @Test
    void aRefusalShowsInTheStatusWithItsOrigin() throws IOException {
        ControlPlane controlPlane = start();
        open.add(TestClient.open(
                controlPlane.xdsAddress().orElseThrow(),
                TestClient.sidecar("payments-1", "payments", "127.1.4.1"),
                TestClient.Answer.REFUSE));

        eventually()
                .untilAsserted(() -> assertThat(controlPlane.status().instances())
                        .singleElement()
                        .satisfies(instance -> assertThat(instance.refusals())
                                .isNotEmpty()
                                .allSatisfy(resource -> {
                                    assertThat(resource.refusal()).contains("not on this Envoy");
                                    assertThat(resource.origin()).isNotBlank();
                                })));
    }

    @Test
    void aDirectoryThatGoesAwayIsReportedAndTheLastStateServed() throws IOException {
        ControlPlane controlPlane = start();

        Path elsewhere = Files.move(directory, directory.resolveSibling(directory.getFileName() + "-moved"));

        eventually().until(() -> controlPlane.status().refused());
        assertThat(controlPlane.status().findings())
                .extracting(FindingStatus::rule)
                .containsExactly("file-unreadable");
        assertThat(controlPlane.current().served()).isPresent();

        Files.move(elsewhere, directory);

        eventually().until(() -> !controlPlane.status().refused());
        assertThat(controlPlane.current().generation()).isEqualTo(1);
    }

    @Test
    void theEndpointsAreReadFromTheFileThatTheMeshNames() throws IOException {
        files.save("mesh.yaml", "zones: [a]\nregistry: {files: registry/instances.yaml}\n");
        files.save("registry/instances.yaml", "endpoints: {menu: [{instance: m, address: 127.1.3.7}]}\n");
        ControlPlane controlPlane = start();
        assertThat(controlPlane.current().served().orElseThrow().services())
                .containsOnlyKeys(new SidecarNode("menu", "127.1.3.7"));

        files.save("registry/instances.yaml", "endpoints: {menu: [{instance: m, address: 127.1.3.8}]}\n");

        eventually()
                .until(() -> controlPlane
                        .current()
                        .served()
                        .orElseThrow()
                        .services()
                        .containsKey(new SidecarNode("menu", "127.1.3.8")));
    }

    @Test
    void aTakenXdsPortIsAClearErrorAndNothingIsLeftRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int admin = freePort();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            ControlPlane.start(ControlPlaneConfig.of(directory).withPorts(taken.getLocalPort(), admin)))
                    .withMessageContaining("xDS: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .withMessageContaining("Address already in use");
            new ServerSocket(admin, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void aTakenAdminPortIsAClearErrorAndNothingIsLeftRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int xds = freePort();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            ControlPlane.start(ControlPlaneConfig.of(directory).withPorts(xds, taken.getLocalPort())))
                    .withMessage("admin API: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use");
            new ServerSocket(xds, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void closingTwiceIsClosing() throws IOException {
        ControlPlane controlPlane = start();
        InetSocketAddress admin = controlPlane.adminAddress();

        controlPlane.close();
        controlPlane.close();

        new ServerSocket(admin.getPort(), 1, admin.getAddress()).close();
    }

    @Test
    void aMissingDirectoryIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ControlPlane.start(ControlPlaneConfig.of(directory.resolve("nowhere"))))
                .withMessage("directory: " + directory.resolve("nowhere")
                        + " (expected: an existing directory with service.yaml files)");
    }

    @Test
    void theAdminApiIsRefusedOnAnAddressThatOthersReach() {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ControlPlaneConfig(
                        directory,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        everywhere,
                        null,
                        Duration.ZERO,
                        Duration.ZERO))
                .withMessage("admin: 0.0.0.0 (expected: a loopback address; the admin API has no authentication)");
    }

    private ControlPlane start() throws IOException {
        ControlPlane controlPlane = ControlPlane.start(ControlPlaneConfig.of(directory));
        open.add(controlPlane);
        return controlPlane;
    }

    private TestClient connect(ControlPlane controlPlane, String instance, String service, String address) {
        TestClient client = TestClient.open(
                controlPlane.xdsAddress().orElseThrow(),
                TestClient.sidecar(instance, service, address),
                TestClient.Answer.ACCEPT);
        open.add(client);
        return client;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
