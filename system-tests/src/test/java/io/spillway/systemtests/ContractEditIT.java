package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Retry;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.sidecar.SidecarState;
import io.spillway.xds.InstanceDelivery;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Edits of contracts while the mesh runs: each takes effect, at once, without a restart, where it belongs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractEditIT {
    private static final String POST = "ledger.v1.LedgerService/Post";
    private static final String GET_MENU = "menu.v1.MenuService/GetMenu";
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int UNAVAILABLE = 14;

    private final ClaimedBlock block = ClaimedBlock.any();
    private final ScriptedService ledger =
            ScriptedService.start(block.at(MarketplaceService.LEDGER, MarketplaceAddresses.APPLICATION_PORT));
    private final ScriptedService menu =
            ScriptedService.start(block.at(MarketplaceService.MENU, MarketplaceAddresses.APPLICATION_PORT));
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
        menu.close();
        ledger.close();
    }

    @BeforeEach
    void asItWasShipped() {
        ledger.reset();
        menu.reset();
        mesh().restore();
    }

    @AfterEach
    void noEnvoyWasStartedAgain() {
        assertThat(mesh().sidecars()).allSatisfy(sidecar -> {
            assertThat(sidecar.restarts()).isZero();
            assertThat(sidecar.state()).isEqualTo(SidecarState.READY);
        });
    }

    private TestMesh mesh() {
        return started.orElseThrow();
    }

    private EditableContracts contracts() {
        return mesh().contracts();
    }

    /** Resources sent to each connected instance so far, in bytes. */
    private Map<String, Long> bytesSent() {
        return new TreeMap<>(mesh().controlPlane().ledger().snapshot().stream()
                .filter(row -> row.connection() == InstanceDelivery.Connection.CONNECTED)
                .collect(Collectors.toMap(InstanceDelivery::instance, InstanceDelivery::bytesSent)));
    }

    /** Applies an edit, waits until it is delivered, and says who was sent something. */
    private Set<String> reached(Runnable edit) {
        Map<String, Long> before = bytesSent();
        edit.run();
        mesh().awaitDelivered();
        return bytesSent().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void aTimeoutThatIsEditedAppliesToTheNextCalls() {
        ledger.takes(java.time.Duration.ofMillis(700));
        CallOptions withoutRetry = CallOptions.newBuilder()
                .setIdempotent(true)
                .setRetry(Retry.newBuilder().setMaxAttempts(1))
                .build();
        contracts().options("ledger", "Post", options -> withoutRetry);
        mesh().awaitDelivered();
        assertThat(payments.grpc("ledger", POST).grpcStatus()).isEqualTo(DEADLINE_EXCEEDED);

        contracts()
                .options(
                        "ledger",
                        "Post",
                        options -> options.toBuilder()
                                .setTimeout(Durations.fromMillis(950))
                                .build());

        TestMesh.patiently()
                .untilAsserted(() -> assertThat(payments.grpc("ledger", POST))
                        .satisfies(answer -> assertThat(answer.isGood()).isTrue()));
        assertThat(ledger.received())
                .last()
                .satisfies(headers -> assertThat(headers.get("grpc-timeout")).isEqualTo("950m"));
    }

    @Test
    void anEditOfRetriesChangesTheNumberOfAttempts() {
        ledger.fails();
        contracts().replace("mesh.yaml", "maxAmplification: 4", "maxAmplification: 16");
        contracts().options("ledger", "Post", options -> attempts(options, 1));
        mesh().awaitDelivered();
        TestMesh.patiently().untilAsserted(() -> assertThat(attemptsOfOneCall()).isEqualTo(1));

        contracts().options("ledger", "Post", options -> attempts(options, 4));
        TestMesh.patiently().untilAsserted(() -> assertThat(attemptsOfOneCall()).isEqualTo(4));

        contracts().options("ledger", "Post", options -> attempts(options, 2));
        TestMesh.patiently().untilAsserted(() -> assertThat(attemptsOfOneCall()).isEqualTo(2));
    }

    private int attemptsOfOneCall() {
        ledger.received().clear();
        assertThat(payments.grpc("ledger", POST).grpcStatus()).isEqualTo(UNAVAILABLE);
        return ledger.received().size();
    }

    private static CallOptions attempts(CallOptions options, int count) {
        Duration soon = Durations.fromMillis(1);
        return options.toBuilder()
                .setRetry(options.getRetry().toBuilder()
                        .setMaxAttempts(count)
                        .setBackoffBase(soon)
                        .setBackoffMax(soon)
                        .setPerAttemptTimeout(Durations.fromMillis(50)))
                .build();
    }

    /** What HTTP calls see as a 502, Envoy tells gRPC calls as UNAVAILABLE with the same text. */
    private static void assertUndeclared(MeshCaller.Answer answer) {
        assertThat(answer.grpcStatus()).isEqualTo(UNAVAILABLE);
        assertThat(answer.grpcMessage()).contains("Not in the egress of payments: add it to payments/service.yaml");
    }

    @Test
    void aNewEgressOpensAndARemovedOneIsClosed() {
        assertUndeclared(payments.grpc("menu", GET_MENU));

        contracts()
                .replace("payments/service.yaml", "  - service: ledger\n", "  - service: ledger\n  - service: menu\n");
        TestMesh.patiently()
                .untilAsserted(() ->
                        assertThat(payments.grpc("menu", GET_MENU).isGood()).isTrue());

        contracts().replace("payments/service.yaml", "  - service: menu\n", "");
        TestMesh.patiently().untilAsserted(() -> assertUndeclared(payments.grpc("menu", GET_MENU)));
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();
    }

    @Test
    void aServiceThatIsRemovedWithItsEgressIsGoneForItsCallers() {
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();

        contracts().replace("payments/service.yaml", "egress:\n  - service: ledger\n", "egress: []\n");
        contracts().replace("endpoints.yaml", ledgerEndpoints(), "");
        contracts().delete("ledger/service.yaml");

        TestMesh.patiently().untilAsserted(() -> {
            assertThat(mesh().controlPlane().status().findings()).isEmpty();
            assertUndeclared(payments.grpc("ledger", POST));
            assertThat(mesh().controlPlane().status().services()).doesNotContain("ledger");
        });
    }

    private String ledgerEndpoints() {
        String endpoints = contracts().read("endpoints.yaml");
        int start = endpoints.indexOf("  ledger:\n");
        return endpoints.substring(start, endpoints.indexOf("  notifications:\n"));
    }

    @Test
    void aServiceThatIsStillCalledCannotBeRemoved() {
        contracts().delete("ledger/service.yaml");

        TestMesh.patiently()
                .untilAsserted(() -> assertThat(mesh().controlPlane().status().findings())
                        .anySatisfy(finding -> {
                            assertThat(finding.rule()).isEqualTo("unknown-egress-service");
                            assertThat(finding.file()).isEqualTo("payments/service.yaml");
                        }));
        assertThat(mesh().controlPlane().status().services()).contains("ledger");
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();
    }

    @Test
    void onlyTheSidecarsThatAnEditConcernsAreSentAnything() {
        assertThat(reached(() -> contracts()
                        .options(
                                "ledger",
                                "Post",
                                options -> options.toBuilder()
                                        .setTimeout(Durations.fromMillis(590))
                                        .build())))
                .containsExactlyInAnyOrder("ledger-1", "payments-1", "payments-2");
        assertThat(reached(() -> contracts()
                        .replace("menu/service.yaml", "maxConcurrentStreams: 200", "maxConcurrentStreams: 150")))
                .containsExactly("menu-1");
        assertThat(reached(() ->
                        contracts().replace("menu/service.yaml", "owner: catalog-team", "owner: menu-team # moved\n")))
                .isEmpty();
    }

    @Test
    void callersFollowAnInstanceThatMoves() {
        String moved = block.address(MarketplaceService.NOTIFICATIONS);
        try (ScriptedService elsewhere = ScriptedService.start(block.at(MarketplaceService.NOTIFICATIONS, 8_082))) {
            contracts()
                    .replace(
                            "endpoints.yaml",
                            "{instance: ledger-1, address: " + block.address(MarketplaceService.LEDGER)
                                    + ", port: 15006",
                            "{instance: ledger-1, address: " + moved + ", port: 8082");

            TestMesh.patiently().untilAsserted(() -> {
                payments.grpc("ledger", POST);
                assertThat(elsewhere.received()).isNotEmpty();
            });
        }
    }
}
