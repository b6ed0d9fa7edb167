package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.xds.XdsNameResolverProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gRPC library's own xDS client resolves {@code xds:///payments} through the server. */
class GrpcXdsClientTest {
    private static final MethodDescriptor<String, String> METHOD = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("test.Echo/Echo")
            .setRequestMarshaller(new TextMarshaller())
            .setResponseMarshaller(new TextMarshaller())
            .build();

    private final XdsServer xds = XdsServer.builder(
                    node -> new NodeIdentity(node.getId(), "mobile", "", ClientKind.GRPC))
            .removalHold(Duration.ofMillis(100))
            .build()
            .start();
    private final Server first = backend("first");
    private final Server second = backend("second");
    private @Nullable XdsNameResolverProvider resolver;
    private final ManagedChannel channel = channel();

    private static Server backend(String answer) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(ServerServiceDefinition.builder("test.Echo")
                            .addMethod(METHOD, ServerCalls.asyncUnaryCall((request, observer) -> {
                                observer.onNext(answer + " " + request);
                                observer.onCompleted();
                            }))
                            .build())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ManagedChannel channel() {
        Map<String, Object> bootstrap = Map.of(
                "node",
                Map.of("id", "app-1", "cluster", "mobile"),
                "xds_servers",
                List.of(Map.of(
                        "server_uri",
                        "127.0.0.1:" + xds.address().getPort(),
                        "channel_creds",
                        List.of(Map.of("type", "insecure")),
                        "server_features",
                        List.of("xds_v3"))));
        // A scheme of its own: tests in one JVM share the registry of resolvers.
        resolver = XdsNameResolverProvider.createForTest("xds" + xds.address().getPort(), bootstrap);
        NameResolverRegistry.getDefaultRegistry().register(resolver);
        return NettyChannelBuilder.forTarget(
                        resolver.getDefaultScheme() + ":///payments", InsecureChannelCredentials.create())
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        if (resolver != null) {
            NameResolverRegistry.getDefaultRegistry().deregister(resolver);
        }
        first.shutdownNow();
        second.shutdownNow();
        xds.close();
    }

    private static ResourceSet payments(String cluster, Server backend) {
        return Samples.set(
                Samples.apiListener("payments", "payments-routes"),
                Samples.route("payments-routes", 1, cluster),
                Samples.cluster(cluster, 1),
                Samples.endpoints(cluster, backend.getPort()));
    }

    private String call(String text) {
        return ClientCalls.blockingUnaryCall(
                channel, METHOD, CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(20, TimeUnit.SECONDS), text);
    }

    @Test
    void aCallReachesThePublishedEndpointAndFollowsItWhenItMoves() throws Exception {
        xds.publish(Map.of("mobile", payments("payments-a", first)));
        assertThat(call("hello")).isEqualTo("first hello");
        long publication = xds.publish(Map.of("mobile", payments("payments-a", second)));
        assertThat(xds.ledger().awaitSettled(publication, TestClients.PATIENCE)).isTrue();
        await().atMost(TestClients.PATIENCE).until(() -> call("hello").equals("second hello"));
    }

    @Test
    void aCallAlwaysSucceedsWhileTheClusterIsReplaced() throws Exception {
        xds.publish(Map.of("mobile", payments("payments-a", first)));
        assertThat(call("hello")).isEqualTo("first hello");
        xds.publish(Map.of("mobile", payments("payments-b", second)));
        String answer = "";
        while (!answer.equals("second hello")) {
            answer = call("hello");
        }
        await().atMost(TestClients.PATIENCE)
                .untilAsserted(() -> assertThat(xds.ledger().snapshot())
                        .singleElement()
                        .satisfies(row -> assertThat(row.resources())
                                .allSatisfy(
                                        resource -> assertThat(resource.state()).isEqualTo(DeliveryState.ACKNOWLEDGED))
                                .extracting(ResourceDelivery::name)
                                .doesNotContain("payments-a")));
    }

    private static final class TextMarshaller implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream bytes) {
            try {
                return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
