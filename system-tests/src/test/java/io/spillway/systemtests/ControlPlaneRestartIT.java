package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.ServiceContract;
import io.spillway.controlplane.MeshDirectory;
import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.marketplace.Marketplace;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceConfig;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.marketplace.MarketplaceTraffic;
import io.spillway.sidecar.ControlPlaneAddress;
import io.spillway.sidecar.Sidecar;
import io.spillway.sidecar.SidecarConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The control plane as a process of its own that is killed with SIGKILL and started again, under load. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneRestartIT {
    private static final double RATE = 60;
    private static final int XDS = 18_000;
    private static final int ADMIN = 9_902;

    private final ClaimedBlock block = ClaimedBlock.any();
    /** No instance has it. */
    private final String host = "127." + block.block().number() + ".255.1";

    private final Marketplace marketplace =
            Marketplace.start(MarketplaceConfig.of(1, MarketplaceAddresses.behindSidecars(block.block())));
    private final MarketplaceTraffic traffic =
            new MarketplaceTraffic(block.at(MarketplaceService.CONSUMER_FRONT, MarketplaceAddresses.INGRESS_PORT));
    private final MeshCaller admin = new MeshCaller(new java.net.InetSocketAddress(host, ADMIN));
    private final List<Sidecar> sidecars = new ArrayList<>();
    private Path work = Path.of("");
    private Optional<EditableContracts> contracts = Optional.empty();
    private Optional<SpillwayProcess> controlPlane = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        work = folder;
        EditableContracts copied = EditableContracts.copyTo(folder.resolve("contracts"), block.block())
                .stretchTimeouts(5);
        contracts = Optional.of(copied);
        startControlPlane();
        startSidecars(MeshDirectory.read(copied.directory()));
        awaitSettled();
        // Pools and code warm up here.
        try (OpenLoopLoad warmUp = OpenLoopLoad.start(LoadConfig.of(RATE, 7), traffic)) {
            awaitRequests(warmUp, 60);
        }
    }

    @AfterAll
    void stop() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            sidecars.forEach(sidecar -> closing.execute(sidecar::close));
        }
        controlPlane.ifPresent(SpillwayProcess::close);
        admin.close();
        traffic.close();
        marketplace.close();
        block.close();
    }

    private void startControlPlane() {
        controlPlane = Optional.of(SpillwayProcess.start(
                work.resolve("output"),
                "control-plane",
                "--config=" + contracts.orElseThrow().directory(),
                "--xds=" + host + ":" + XDS,
                "--admin=" + host + ":" + ADMIN));
    }

    private void startSidecars(MeshDirectory mesh) throws InterruptedException {
        mesh.state()
                .endpoints()
                .byService()
                .values()
                .forEach(endpoints -> endpoints.forEach(endpoint -> {
                    ServiceContract contract =
                            mesh.state().contracts().services().get(endpoint.service());
                    assertThat(contract).isNotNull();
                    sidecars.add(Sidecar.start(
                            SidecarConfig.builder(
                                            endpoint.service(),
                                            endpoint.instance(),
                                            InetAddress.ofLiteral(endpoint.address()),
                                            ControlPlaneAddress.plain(host, XDS),
                                            work.resolve("sidecars").resolve(endpoint.instance()))
                                    .zone(endpoint.zone())
                                    .drainTimeout(Duration.ofMillis(500))
                                    .build(),
                            TestMesh.ENVOY,
                            (sidecar, state, reason) -> {}));
                }));
        for (Sidecar sidecar : sidecars) {
            sidecar.awaitReady();
        }
    }

    /** Until all sidecars are connected to the control plane that runs now and have what they should have. */
    private void awaitSettled() {
        TestMesh.patiently().ignoreExceptions().untilAsserted(() -> {
            JsonNode instances =
                    TestMesh.json(admin.get(host, "/v1/status").body()).get("instances");
            assertThat(instances).hasSize(sidecars.size());
            assertThat(instances).allSatisfy(instance -> {
                assertThat(instance.get("connected").asBoolean()).isTrue();
                assertThat(instance.get("pending")).isEmpty();
                assertThat(instance.get("delivered").asInt()).isPositive();
            });
        });
    }

    /** A figure of the control plane that runs now. */
    private double metric(String name) {
        return admin.get(host, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitRequests(OpenLoopLoad load, long count) {
        long[] answered = {0};
        TestMesh.patiently().until(() -> {
            answered[0] += load.interval().latency().count();
            return answered[0] >= count;
        });
    }

    private static void assertNoneFailed(LoadReport report) {
        assertThat(report.succeeded()).isGreaterThan(100);
        assertThat(report.failed()).as("%s", report.firstFailures()).isZero();
    }

    @RepeatedTest(2)
    void noRequestFailsAndNothingIsSentAgainWhenTheControlPlaneIsKilledAndStartsAnew() {
        OpenLoopLoad load = OpenLoopLoad.start(LoadConfig.of(RATE, 1), traffic);
        awaitRequests(load, 60);

        controlPlane.orElseThrow().kill();
        awaitRequests(load, 120);
        startControlPlane();
        awaitSettled();
        awaitRequests(load, 60);

        assertNoneFailed(load.stop());
        assertThat(metric("spillway_xds_streams_opened_total")).isEqualTo(sidecars.size());
        assertThat(metric("spillway_xds_resources_total")).isZero();
        assertThat(metric("spillway_xds_removals_total")).isZero();
        assertThat(metric("spillway_xds_refusals_total")).isZero();
        assertThat(sidecars)
                .allSatisfy(sidecar -> assertThat(sidecar.restarts())
                        .as(sidecar.config().instance())
                        .isZero());
    }

    @Test
    void anEditMadeWhileTheControlPlaneWasDownIsDeliveredAfterwardsAndNothingElse() {
        OpenLoopLoad load = OpenLoopLoad.start(LoadConfig.of(RATE, 2), traffic);
        awaitRequests(load, 60);

        controlPlane.orElseThrow().kill();
        contracts.orElseThrow().replace("menu/service.yaml", "maxConcurrentStreams: 200", "maxConcurrentStreams: 123");
        awaitRequests(load, 60);
        startControlPlane();
        awaitSettled();
        TestMesh.patiently()
                .untilAsserted(() -> assertThat(listeners("menu-1")).contains("\"max_concurrent_streams\": 123"));
        awaitRequests(load, 60);

        assertNoneFailed(load.stop());
        // The ingress listener of menu-1.
        assertThat(metric("spillway_xds_resources_total")).isEqualTo(1);
    }

    private String listeners(String instance) throws IOException {
        return sidecars.stream()
                .filter(sidecar -> sidecar.config().instance().equals(instance))
                .findFirst()
                .orElseThrow()
                .admin()
                .orElseThrow()
                .get("/config_dump?resource=dynamic_listeners");
    }
}
