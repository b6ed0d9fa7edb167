package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.xds.XdsNameResolverProvider;
import io.spillway.marketplace.Marketplace;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceConfig;
import io.spillway.marketplace.payments.PaymentServiceGrpc;
import io.spillway.marketplace.payments.PaymentServiceGrpc.PaymentServiceBlockingStub;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gRPC client without a sidecar, configured by the control plane that configures the sidecars. */
class GrpcXdsClientIT {
    @Test
    void aGrpcClientCallsServicesOfTheMeshByNameAndFollowsTheirEndpoints(@TempDir Path work) {
        ClaimedBlock block = ClaimedBlock.any();
        try (Marketplace marketplace =
                        Marketplace.start(MarketplaceConfig.of(1, MarketplaceAddresses.behindSidecars(block.block())));
                TestMesh mesh = TestMesh.start(block, work, contracts -> contracts.stretchTimeouts(5))) {
            assertThat(marketplace.calls()).isEmpty();
            InetSocketAddress xds = mesh.controlPlane().xdsAddress().orElseThrow();
            // A scheme of its own: tests in one JVM share the registry of resolvers.
            XdsNameResolverProvider resolver =
                    XdsNameResolverProvider.createForTest("xds" + xds.getPort(), bootstrap(xds));
            NameResolverRegistry.getDefaultRegistry().register(resolver);
            ManagedChannel channel = NettyChannelBuilder.forTarget(
                            resolver.getDefaultScheme() + ":///payments", InsecureChannelCredentials.create())
                    .build();
            try {
                bothInstancesAnswerAndThenOne(mesh, PaymentServiceGrpc.newBlockingStub(channel));
            } finally {
                channel.shutdownNow();
                NameResolverRegistry.getDefaultRegistry().deregister(resolver);
            }
        }
    }

    private static void bothInstancesAnswerAndThenOne(TestMesh mesh, PaymentServiceBlockingStub payments) {
        // The first calls open connections and load classes, which may take longer than the 0.8 s of the contract.
        TestMesh.patiently()
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(answering(payments)).containsExactlyInAnyOrder("payments-1", "payments-2"));
        EchoResponse echo = call(payments);
        assertThat(echo.getNext().getInstance()).isEqualTo("ledger-1");
        // The timeout of the contract, by xDS.
        assertThat(echo.getHeadersOrThrow("grpc-timeout")).matches("[0-9]+[mun]");
        TestMesh.patiently()
                .untilAsserted(() -> assertThat(mesh.status("mobile-1")).satisfies(client -> {
                    assertThat(client.connected()).isTrue();
                    assertThat(client.isSettled()).isTrue();
                }));

        String endpoints = mesh.contracts().read("endpoints.yaml");
        String first = endpoints
                .lines()
                .filter(line -> line.contains("payments-1"))
                .findFirst()
                .orElseThrow();
        mesh.contracts().replace("endpoints.yaml", first + "\n", "");
        TestMesh.patiently().untilAsserted(() -> assertThat(answering(payments)).containsExactly("payments-2"));

        mesh.contracts().save("endpoints.yaml", endpoints);
        TestMesh.patiently()
                .untilAsserted(
                        () -> assertThat(answering(payments)).containsExactlyInAnyOrder("payments-1", "payments-2"));
    }

    private static Set<String> answering(PaymentServiceBlockingStub payments) {
        Set<String> instances = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            instances.add(call(payments).getInstance());
        }
        return instances;
    }

    private static EchoResponse call(PaymentServiceBlockingStub payments) {
        return payments.withWaitForReady()
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .echo(EchoRequest.newBuilder().addThrough("ledger").build());
    }

    private static Map<String, Object> bootstrap(InetSocketAddress xds) {
        return Map.of(
                "node",
                Map.of("id", "mobile-1", "cluster", "mobile"),
                "xds_servers",
                List.of(Map.of(
                        "server_uri",
                        xds.getAddress().getHostAddress() + ":" + xds.getPort(),
                        "channel_creds",
                        List.of(Map.of("type", "insecure")),
                        "server_features",
                        List.of("xds_v3"))));
    }
}
