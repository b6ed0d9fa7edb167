package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.controlplane.MeshStatus;
import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.marketplace.Marketplace;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceConfig;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.marketplace.MarketplaceTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Edits that are wrong, half done, or saved in unusual ways, under load that must not notice any of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenEditIT {
    private static final String PAYMENTS = "payments/service.yaml";
    private static final double RATE = 40;

    private final ClaimedBlock block = ClaimedBlock.any();
    private final Marketplace marketplace =
            Marketplace.start(MarketplaceConfig.of(1, MarketplaceAddresses.behindSidecars(block.block())));
    private final MarketplaceTraffic traffic =
            new MarketplaceTraffic(block.at(MarketplaceService.CONSUMER_FRONT, MarketplaceAddresses.INGRESS_PORT));
    private Optional<TestMesh> started = Optional.empty();
    private Optional<OpenLoopLoad> load = Optional.empty();

    @BeforeAll
    void start(@TempDir Path work) {
        started = Optional.of(TestMesh.start(block, work, contracts -> contracts.stretchTimeouts(5)));
        // Pools and code warm up here: the tests are about edits.
        try (OpenLoopLoad warmUp = OpenLoopLoad.start(LoadConfig.of(RATE, 7), traffic)) {
            awaitRequests(warmUp);
        }
    }

    @AfterAll
    void stop() {
        started.ifPresent(TestMesh::close);
        traffic.close();
        marketplace.close();
    }

    @BeforeEach
    void underLoad() {
        mesh().restore();
        load = Optional.of(OpenLoopLoad.start(LoadConfig.of(RATE, 1), traffic));
    }

    @AfterEach
    void noRequestFailed() {
        awaitRequests(load.orElseThrow());
        LoadReport report = load.orElseThrow().stop();
        assertThat(report.succeeded()).isPositive();
        assertThat(report.failed()).as("%s", report.firstFailures()).isZero();
    }

    /** Some seconds of load. */
    private static void awaitRequests(OpenLoopLoad load) {
        long[] answered = {0};
        TestMesh.patiently().until(() -> {
            answered[0] += load.interval().latency().count();
            return answered[0] >= 2 * RATE;
        });
    }

    private TestMesh mesh() {
        return started.orElseThrow();
    }

    private EditableContracts contracts() {
        return mesh().contracts();
    }

    private MeshStatus status() {
        return mesh().controlPlane().status();
    }

    private void awaitFinding(Predicate<MeshStatus.FindingStatus> expected) {
        TestMesh.patiently().untilAsserted(() -> {
            assertThat(status().refused()).isTrue();
            assertThat(status().findings()).anyMatch(expected);
        });
    }

    private void awaitStreams(int count) {
        TestMesh.patiently()
                .untilAsserted(() -> assertThat(mesh().sidecar("payments-1")
                                .admin()
                                .orElseThrow()
                                .get("/config_dump?resource=dynamic_listeners"))
                        .contains("\"max_concurrent_streams\": " + count));
    }

    private static String streams(String contract, int count) {
        return contract.replace("maxConcurrentStreams: 100", "maxConcurrentStreams: " + count);
    }

    @Test
    void anUnknownKeyIsRefusedWithItsPlaceAndMendingItRecovers() {
        long generation = status().generation();
        contracts().replace(PAYMENTS, "tier: 0", "tire: 0");

        awaitFinding(finding -> finding.rule().equals("unknown-key")
                && finding.file().equals(PAYMENTS)
                && finding.line() == 3
                && finding.found().contains("tire"));
        assertThat(status().generation()).isEqualTo(generation);
        assertThat(status().instances()).allMatch(MeshStatus.InstanceStatus::isSettled);

        contracts().replace(PAYMENTS, "tire: 0", "tier: 0");
        TestMesh.patiently().until(() -> !status().refused());
        mesh().awaitDelivered();
    }

    @Test
    void aHalfWrittenFileChangesNothing() {
        String whole = contracts().read(PAYMENTS);
        contracts().save(PAYMENTS, whole.substring(0, whole.indexOf("egress:")) + "egress: [{service: led");

        awaitFinding(finding -> finding.file().equals(PAYMENTS) && finding.line() > 1);

        contracts().save(PAYMENTS, streams(whole, 90));
        awaitStreams(90);
    }

    @Test
    void aFileThatGrowsSlowlyIsTakenWhenItIsWhole() throws IOException {
        byte[] whole = streams(contracts().read(PAYMENTS), 91).getBytes(StandardCharsets.UTF_8);

        try (var out = Files.newOutputStream(contracts().path(PAYMENTS))) {
            for (byte each : whole) {
                out.write(each);
                out.flush();
            }
        }

        awaitStreams(91);
        assertThat(status().refused()).isFalse();
    }

    @Test
    void anAtomicSaveIsTaken() throws IOException {
        Path beside = contracts().path("payments/.service.yaml.swp");
        Files.writeString(beside, streams(contracts().read(PAYMENTS), 92));
        Files.move(beside, contracts().path(PAYMENTS), StandardCopyOption.ATOMIC_MOVE);

        awaitStreams(92);
    }

    @Test
    void aFileThatIsDeletedAndCreatedAnewIsTaken() throws IOException {
        String whole = contracts().read(PAYMENTS);
        contracts().delete(PAYMENTS);
        awaitFinding(finding -> finding.rule().equals("unknown-egress-service"));
        Files.writeString(contracts().path(PAYMENTS), streams(whole, 93));

        awaitStreams(93);
    }

    /** As Kubernetes mounts a config map: files are links into {@code ..data}, a link that is swapped. */
    @Test
    void aSwappedSymbolicLinkIsTaken() throws IOException {
        String whole = contracts().read(PAYMENTS);
        Path folder = contracts().path("payments");
        Path first = Files.createDirectory(folder.resolve("..2026_01_01"));
        Path second = Files.createDirectory(folder.resolve("..2026_01_02"));
        Path data = folder.resolve("..data");
        try {
            Files.writeString(first.resolve("service.yaml"), streams(whole, 94));
            Files.writeString(second.resolve("service.yaml"), streams(whole, 95));
            Files.createSymbolicLink(data, first.getFileName());
            Path link = Files.createSymbolicLink(folder.resolve("..link"), Path.of("..data/service.yaml"));
            Files.move(link, contracts().path(PAYMENTS), StandardCopyOption.ATOMIC_MOVE);
            awaitStreams(94);

            Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
            awaitStreams(95);
        } finally {
            // The shipped file again before what it pointed to goes.
            contracts().save(PAYMENTS, whole);
            for (Path each : new Path[] {first, second}) {
                Files.deleteIfExists(each.resolve("service.yaml"));
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(data);
        }
    }
}
