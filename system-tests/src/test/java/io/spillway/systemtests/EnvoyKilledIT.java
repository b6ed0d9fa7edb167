package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.sidecar.Sidecar;
import io.spillway.sidecar.SidecarState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Envoys that die. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvoyKilledIT {
    private static final String POST = "ledger.v1.LedgerService/Post";

    private final ClaimedBlock block = ClaimedBlock.any();
    private final ScriptedService ledger =
            ScriptedService.start(block.at(MarketplaceService.LEDGER, MarketplaceAddresses.APPLICATION_PORT));
    private final MeshCaller payments =
            new MeshCaller(block.at(MarketplaceService.PAYMENTS, MarketplaceAddresses.EGRESS_PORT));
    private final List<String> events = new CopyOnWriteArrayList<>();
    private Optional<TestMesh> started = Optional.empty();

    @BeforeAll
    void start(@TempDir Path work) {
        started = Optional.of(TestMesh.start(
                block,
                work,
                contracts -> {},
                (sidecar, state, reason) -> events.add(sidecar.config().instance() + " " + state + ": " + reason)));
    }

    @AfterAll
    void stop() {
        payments.close();
        started.ifPresent(TestMesh::close);
        ledger.close();
    }

    @RepeatedTest(3)
    void anEnvoyThatIsKilledIsReportedAndStartedAgainAndTrafficRecovers() {
        Sidecar sidecar = started.orElseThrow().sidecar("ledger-1");
        int restarts = sidecar.restarts();
        long pid = sidecar.pid().orElseThrow();
        assertThat(payments.grpc("ledger", POST).isGood()).isTrue();
        events.clear();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        TestMesh.patiently().until(() -> sidecar.restarts() > restarts && sidecar.state() == SidecarState.READY);
        assertThat(sidecar.pid().orElseThrow()).isNotEqualTo(pid);
        assertThat(sidecar.restarts()).isEqualTo(restarts + 1);
        assertThat(events)
                .satisfiesExactly(
                        event -> assertThat(event)
                                .startsWith("ledger-1 RESTARTING: ")
                                .contains("signal 9"),
                        event -> assertThat(event).startsWith("ledger-1 READY: "));
        TestMesh.patiently()
                .untilAsserted(
                        () -> assertThat(payments.grpc("ledger", POST).isGood()).isTrue());
    }
}
