package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceInstance;
import io.spillway.marketplace.MarketplaceService;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Callers in two zones, and payments with one instance in each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZoneIT {
    private static final String CHARGE = "payments.v1.PaymentService/Charge";
    private static final String ENDPOINTS = "endpoints.yaml";
    private static final int CALLS = 40;

    private final ClaimedBlock block = ClaimedBlock.any();
    private final ScriptedService inZoneA =
            ScriptedService.start(at(MarketplaceService.PAYMENTS, 1, MarketplaceAddresses.APPLICATION_PORT));
    private final ScriptedService inZoneB =
            ScriptedService.start(at(MarketplaceService.PAYMENTS, 2, MarketplaceAddresses.APPLICATION_PORT));
    private final MeshCaller fromZoneA =
            new MeshCaller(at(MarketplaceService.ORDERS, 1, MarketplaceAddresses.EGRESS_PORT));
    private final MeshCaller fromZoneB =
            new MeshCaller(at(MarketplaceService.ORDERS, 2, MarketplaceAddresses.EGRESS_PORT));
    private Optional<TestMesh> started = Optional.empty();

    @BeforeAll
    void start(@TempDir Path work) {
        String address = address(MarketplaceService.ORDERS, 1);
        started = Optional.of(TestMesh.start(
                block,
                work,
                contracts -> contracts.replace(
                        ENDPOINTS,
                        "{instance: orders-1, address: " + address + ", port: 15006, zone: a}",
                        "{instance: orders-1, address: " + address + ", port: 15006, zone: a}\n    - "
                                + orders2("b"))));
    }

    @AfterAll
    void stop() {
        fromZoneA.close();
        fromZoneB.close();
        started.ifPresent(TestMesh::close);
        inZoneA.close();
        inZoneB.close();
    }

    @BeforeEach
    void asItWasStarted() {
        mesh().restore();
        inZoneA.reset();
        inZoneB.reset();
    }

    private TestMesh mesh() {
        return started.orElseThrow();
    }

    private String address(MarketplaceService service, int number) {
        return block.block().address(new MarketplaceInstance(service, number));
    }

    private InetSocketAddress at(MarketplaceService service, int number, int port) {
        return new InetSocketAddress(address(service, number), port);
    }

    private String orders2(String zone) {
        return "{instance: orders-2, address: " + address(MarketplaceService.ORDERS, 2) + ", port: 15006, zone: " + zone
                + "}";
    }

    private static void callPayments(MeshCaller caller) {
        IntStream.range(0, CALLS)
                .forEach(call ->
                        assertThat(caller.grpc("payments", CHARGE).isGood()).isTrue());
    }

    @Test
    void callersThatAreNotWhereTheCalleesAreUseBothZones() {
        mesh().contracts().replace(ENDPOINTS, orders2("b"), orders2("a"));
        mesh().awaitDelivered();

        callPayments(fromZoneA);

        assertThat(inZoneA.received()).isNotEmpty();
        assertThat(inZoneB.received()).isNotEmpty();
    }

    @Test
    void callersInBothZonesStayInTheirOwn() {
        callPayments(fromZoneA);

        assertThat(inZoneA.received()).hasSize(CALLS);
        assertThat(inZoneB.received()).isEmpty();

        callPayments(fromZoneB);

        assertThat(inZoneA.received()).hasSize(CALLS);
        assertThat(inZoneB.received()).hasSize(CALLS);
    }

    @Test
    void callersUseTheOtherZoneWhenTheirOwnHasNobodyLeft() {
        mesh().contracts()
                .replace(
                        ENDPOINTS,
                        "    - {instance: payments-1, address: " + address(MarketplaceService.PAYMENTS, 1)
                                + ", port: 15006, zone: a}\n",
                        "");
        mesh().awaitDelivered();

        callPayments(fromZoneA);

        assertThat(inZoneA.received()).isEmpty();
        assertThat(inZoneB.received()).hasSize(CALLS);
    }
}
