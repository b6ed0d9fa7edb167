package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.spillway.xds.TestClients.DeltaClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The server over real sockets. */
class XdsServerTest {
    private final XdsServer server = XdsServer.builder(TestClients.BY_NODE)
            .removalHold(Duration.ofMillis(200))
            .build()
            .start();
    private final ManagedChannel channel = TestClients.plain(server);
    private final List<DeltaClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    private DeltaClient open() throws InterruptedException {
        DeltaClient client = DeltaClient.open(channel);
        clients.add(client);
        return client;
    }

    @Test
    void aClientGetsWhatItsGroupIsPublished() throws Exception {
        DeltaClient client = open();
        client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        long publication = server.publish(Map.of(
                "checkout", Samples.set(Samples.cluster("payments", 1)),
                "orders", Samples.set(Samples.cluster("menu", 1))));
        DeltaDiscoveryResponse response = client.readAndAcknowledge();
        assertThat(response.getResourcesList())
                .extracting(io.envoyproxy.envoy.service.discovery.v3.Resource::getName)
                .containsExactly("payments");
        client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.ENDPOINT, "payments");
        client.readAndAcknowledge();
        assertThat(server.ledger().awaitSettled(publication, TestClients.PATIENCE))
                .isTrue();
        assertThat(server.ledger().snapshot()).singleElement().satisfies(row -> {
            assertThat(row.instance()).isEqualTo("checkout-1");
            assertThat(row.zone()).isEqualTo("zone-1");
            assertThat(row.userAgent()).isEqualTo("test 1");
            assertThat(row.publication()).isEqualTo(publication);
            assertThat(row.resources())
                    .extracting(ResourceDelivery::state)
                    .containsExactly(DeliveryState.ACKNOWLEDGED, DeliveryState.ACKNOWLEDGED);
        });
        assertThat(server.ledger().counters().acknowledgements()).isEqualTo(2);
    }

    @Test
    void anUnusedClusterIsRemovedAfterTheHoldWithoutAnotherEvent() throws Exception {
        DeltaClient client = open();
        client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        server.publish(Map.of("checkout", Samples.set(Samples.cluster("payments", 1))));
        client.readAndAcknowledge();
        server.publish(Map.of("checkout", ResourceSet.empty()));
        assertThat(client.readAndAcknowledge().getRemovedResourcesList()).containsExactly("payments");
    }

    @Test
    void aRestartedServerSendsNothingToAClientThatHasEverything() throws Exception {
        Map<String, ResourceSet> groups =
                Map.of("checkout", Samples.set(Samples.cluster("payments", 1), Samples.cluster("menu", 1)));
        String version = Samples.cluster("payments", 1).version();
        DeltaClient client = open();
        client.send(DeltaDiscoveryRequest.newBuilder()
                .setNode(TestClients.node("checkout-1", "checkout"))
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .putInitialResourceVersions("payments", version)
                .putInitialResourceVersions("menu", "an older version")
                .build());
        server.publish(groups);
        assertThat(client.readAndAcknowledge().getResourcesList())
                .extracting(io.envoyproxy.envoy.service.discovery.v3.Resource::getName)
                .containsExactly("menu");
    }

    @Test
    void anUnknownNodeIsToldWhy() throws Exception {
        DeltaClient client = open();
        client.subscribe(TestClients.node("stranger", ""), ResourceType.CLUSTER);
        Status status = Status.fromThrowable(client.error());
        assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).isEqualTo("node stranger names no cluster");
        assertThat(server.ledger().counters().streamsRejected()).isEqualTo(1);
    }

    @Test
    void twoInstancesWithOneNodeIdAreBothServedAndReported() throws Exception {
        DeltaClient first = open();
        DeltaClient second = open();
        server.publish(Map.of("checkout", Samples.set(Samples.cluster("payments", 1))));
        first.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        second.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        assertThat(first.readAndAcknowledge().getResourcesCount()).isEqualTo(1);
        assertThat(second.readAndAcknowledge().getResourcesCount()).isEqualTo(1);
        assertThat(server.ledger().snapshot())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.duplicateNodeId()).isTrue());
        second.close();
        await().atMost(TestClients.PATIENCE)
                .untilAsserted(() -> assertThat(server.ledger().snapshot())
                        .singleElement()
                        .satisfies(row -> assertThat(row.duplicateNodeId()).isFalse()));
    }

    @Test
    void aDisconnectedInstanceStaysInTheLedger() throws Exception {
        DeltaClient client = open();
        server.publish(Map.of("checkout", Samples.set(Samples.cluster("payments", 1))));
        client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        client.readAndAcknowledge();
        await().atMost(TestClients.PATIENCE)
                .until(() -> server.ledger().counters().acknowledgements() == 1);
        client.close();
        await().atMost(TestClients.PATIENCE)
                .untilAsserted(() -> assertThat(server.ledger().snapshot())
                        .singleElement()
                        .satisfies(row -> {
                            assertThat(row.connection()).isEqualTo(InstanceDelivery.Connection.DISCONNECTED);
                            assertThat(row.resources()).hasSize(1);
                        }));
    }

    @Test
    void aStoppedServerTellsItsClients() throws Exception {
        DeltaClient client = open();
        client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        await().atMost(TestClients.PATIENCE)
                .until(() -> server.ledger().snapshot().size() == 1);
        server.close();
        assertThat(Status.fromThrowable(client.error()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void withoutTlsOnlyLoopbackIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XdsServer.builder(TestClients.BY_NODE)
                        .address(new InetSocketAddress("0.0.0.0", 0))
                        .build())
                .withMessageContaining("without TLS (expected: a loopback address, or tls(...))");
    }

    @RepeatedTest(50)
    void aSlowReaderCostsOnlyItselfAndIsThenSentOnlyTheNewest() throws Exception {
        DeltaClient slow = open();
        DeltaClient fast = open();
        slow.subscribe(TestClients.node("slow-1", "checkout"), ResourceType.CLUSTER);
        fast.subscribe(TestClients.node("fast-1", "checkout"), ResourceType.CLUSTER);
        await().atMost(TestClients.PATIENCE)
                .until(() -> server.ledger().snapshot().size() == 2);
        List<Long> settled = new ArrayList<>();
        for (int content = 1; content <= 20; content++) {
            long publication = server.publish(Map.of("checkout", Samples.set(staticCluster("payments", content))));
            assertThat(fast.readAndAcknowledge().getResourcesCount()).isEqualTo(1);
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(TestClients.PATIENCE)
                    .until(() -> server.ledger().snapshot().stream()
                            .anyMatch(row -> row.instance().equals("fast-1") && row.publication() == publication));
            settled.add(publication);
        }
        assertThat(settled).hasSize(20);
        assertThat(slow.readAndAcknowledge().getResources(0).getVersion())
                .isEqualTo(staticCluster("payments", 1).version());
        assertThat(slow.readAndAcknowledge().getResources(0).getVersion())
                .isEqualTo(staticCluster("payments", 20).version());
        assertThat(server.ledger().awaitSettled(settled.getLast(), TestClients.PATIENCE))
                .isTrue();
    }

    @Test
    void aClientThatDoesNotReadIsSentNoMoreThanTheTransportTakes() throws Exception {
        // More than the transport's window of 1 MiB.
        Resource large = Resource.of(
                ResourceType.CLUSTER,
                "large",
                Cluster.newBuilder()
                        .setName("large")
                        .setAltStatName("x".repeat(3 << 20))
                        .build(),
                "test");
        Resource listener = Samples.listener("in", 1, "routes");
        ManagedChannel other = TestClients.plain(server);
        try {
            DeltaClient slow = open();
            slow.subscribe(TestClients.node("slow-1", "checkout"), ResourceType.CLUSTER);
            slow.subscribe(TestClients.node("slow-1", "checkout"), ResourceType.LISTENER);
            await().atMost(TestClients.PATIENCE)
                    .until(() -> server.ledger().snapshot().size() == 1);
            server.publish(Map.of("checkout", Samples.set(large, listener)));
            DeltaClient fast = DeltaClient.open(other);
            fast.subscribe(TestClients.node("fast-1", "checkout"), ResourceType.CLUSTER);
            fast.readAndAcknowledge();
            fast.subscribe(TestClients.node("fast-1", "checkout"), ResourceType.LISTENER);
            fast.readAndAcknowledge();
            assertThat(server.ledger().snapshot())
                    .filteredOn(row -> row.instance().equals("slow-1"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.resources())
                            .filteredOn(resource -> resource.type() == ResourceType.LISTENER)
                            .singleElement()
                            .satisfies(resource -> assertThat(resource.state()).isEqualTo(DeliveryState.WANTED)));
            assertThat(slow.readAndAcknowledge().getTypeUrl()).isEqualTo(ResourceType.CLUSTER.typeUrl());
            assertThat(slow.readAndAcknowledge().getTypeUrl()).isEqualTo(ResourceType.LISTENER.typeUrl());
        } finally {
            other.shutdownNow();
        }
    }

    @RepeatedTest(50)
    void publicationsFromManyThreadsEndInTheLastOne() throws Exception {
        DeltaClient client = open();
        client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
        List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int content = i;
            publishers.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 20; round++) {
                    server.publish(Map.of("checkout", Samples.set(staticCluster("payments", content * 20 + round))));
                }
            }));
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        Resource last = staticCluster("payments", 1000);
        long publication = server.publish(Map.of("checkout", Samples.set(last)));
        assertThat(publication).isEqualTo(81);
        String version = "";
        while (!version.equals(last.version())) {
            version = client.readAndAcknowledge().getResources(0).getVersion();
        }
        assertThat(server.ledger().awaitSettled(publication, TestClients.PATIENCE))
                .isTrue();
    }

    private static Resource staticCluster(String name, int content) {
        return Resource.of(
                ResourceType.CLUSTER,
                name,
                Cluster.newBuilder()
                        .setName(name)
                        .setAltStatName("content-" + content)
                        .build(),
                "test");
    }
}
