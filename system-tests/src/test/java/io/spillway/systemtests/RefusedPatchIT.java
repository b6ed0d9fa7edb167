package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.controlplane.MeshStatus;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.xds.DeliveryCounters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A patch that is good protobuf and that Envoy refuses all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedPatchIT {
    private static final String POST = "ledger.v1.LedgerService/Post";
    private static final String ORDERS = "orders/service.yaml";

    private final ClaimedBlock block = ClaimedBlock.any();
    private final ScriptedService ledger =
            ScriptedService.start(block.at(MarketplaceService.LEDGER, MarketplaceAddresses.APPLICATION_PORT));
    private final MeshCaller payments =
            new MeshCaller(block.at(MarketplaceService.PAYMENTS, MarketplaceAddresses.EGRESS_PORT));
    private Optional<TestMesh> started = Optional.empty();

    @BeforeAll
    void start(@TempDir Path work) {
        started = Optional.of(TestMesh.start(block, work, contracts -> {}));
    }

    @AfterAll
    void stop() {
        payments.close();
        started.ifPresent(TestMesh::close);
        ledger.close();
    }

    @BeforeEach
    void asItWasShipped() {
        mesh().restore();
    }

    private TestMesh mesh() {
        return started.orElseThrow();
    }

    private List<MeshStatus.ResourceStatus> refusals(String instance) {
        return mesh().status(instance).refusals();
    }

    /** @return the line of the patch */
    private int patch(String service, String patch) {
        String file = service + "/service.yaml";
        String before = mesh().contracts().read(file);
        mesh().contracts().save(file, before + "envoyPatches:\n  - " + patch + "\n");
        return (int) before.lines().count() + 2;
    }

    private void awaitRefusal(String instance, String name, String message, String origin) {
        TestMesh.patiently()
                .untilAsserted(() -> assertThat(refusals(instance))
                        .singleElement()
                        .satisfies(resource -> {
                            assertThat(resource.name()).isEqualTo(name);
                            assertThat(resource.refusal()).contains(message);
                            assertThat(resource.origin()).contains(origin);
                        }));
    }

    @Test
    void aRefusedClusterIsReportedInEnvoysWordsWithThePlaceOfThePatch() {
        int line = patch(
                "payments",
                "{resource: cluster, name: ledger, merge: {lb_policy: RING_HASH, ring_hash_lb_config:"
                        + " {minimum_ring_size: 4096, maximum_ring_size: 8}}}");

        awaitRefusal("payments-1", "ledger", "ring", "payments/service.yaml:" + line);
        awaitRefusal("payments-2", "ledger", "ring", "payments/service.yaml:" + line);
        assertThat(mesh().controlPlane().status().refused()).isFalse();
        // Envoy keeps the cluster that it had.
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();

        mesh().restore();
        assertThat(refusals("payments-1")).isEmpty();
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();
    }

    @Test
    void aValueOutOfRangeIsReportedWithTheField() {
        int line = patch(
                "payments",
                "{resource: cluster, name: ledger, merge: {outlier_detection: {max_ejection_percent: 200}}}");

        awaitRefusal("payments-1", "ledger", "MaxEjectionPercent", "payments/service.yaml:" + line);
    }

    @Test
    void aRefusedListenerIsReportedToo() {
        int line = patch(
                "payments",
                "{resource: listener, name: ingress, merge: {address: {socket_address: {address: nowhere}}}}");

        awaitRefusal("payments-1", "ingress", "nowhere", "payments/service.yaml:" + line);
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();
    }

    @Test
    void whatIsRefusedHoldsBackNothingElse() {
        patch(
                "payments",
                "{resource: cluster, name: ledger, merge: {lb_policy: RING_HASH, ring_hash_lb_config:"
                        + " {minimum_ring_size: 4096, maximum_ring_size: 8}}}");
        TestMesh.patiently().until(() -> refusals("payments-1").size() == 1);

        mesh().contracts().replace("payments/service.yaml", "maxConcurrentStreams: 100", "maxConcurrentStreams: 77");
        mesh().contracts().replace(ORDERS, "maxConcurrentStreams: 200", "maxConcurrentStreams: 78");

        for (String instance : List.of("payments-1", "orders-1")) {
            TestMesh.patiently()
                    .untilAsserted(() -> assertThat(mesh().sidecar(instance)
                                    .admin()
                                    .orElseThrow()
                                    .get("/config_dump?resource=dynamic_listeners"))
                            .contains("\"max_concurrent_streams\": " + (instance.startsWith("orders") ? 78 : 77)));
        }
        assertThat(refusals("payments-1")).hasSize(1);
    }

    @Test
    void whatIsRefusedIsNotSentAgainUntilItChanges() {
        patch("payments", "{resource: cluster, name: ledger, merge: {outlier_detection: {max_ejection_percent: 200}}}");
        TestMesh.patiently()
                .until(() -> refusals("payments-1").size() == 1
                        && refusals("payments-2").size() == 1);
        DeliveryCounters counters = mesh().controlPlane().ledger().counters();
        long refusals = counters.refusals();
        long responses = counters.responsesSent();

        Awaitility.await()
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(8))
                .until(() -> counters.refusals() == refusals && counters.responsesSent() == responses);
        mesh().contracts().replace(ORDERS, "maxConcurrentStreams: 200", "maxConcurrentStreams: 79");
        TestMesh.patiently().until(() -> counters.responsesSent() > responses);
        assertThat(counters.refusals()).isEqualTo(refusals);
    }
}
