package io.spillway.xds;

import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Delta clients over real sockets. */
final class TestClients {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final NodeClassifier BY_NODE = node -> {
        if (node.getCluster().isEmpty()) {
            throw new UnknownNodeException("node " + node.getId() + " names no cluster");
        }
        return new NodeIdentity(
                node.getId(), node.getCluster(), node.getLocality().getZone(), ClientKind.PROXY);
    };

    private TestClients() {}

    static ManagedChannel plain(XdsServer server) {
        return NettyChannelBuilder.forAddress(server.address()).usePlaintext().build();
    }

    static Node node(String instance, String group) {
        return Node.newBuilder()
                .setId(instance)
                .setCluster(group)
                .setLocality(Locality.newBuilder().setZone("zone-1"))
                .setUserAgentName("test")
                .setUserAgentVersion("1")
                .build();
    }

    /** One delta stream whose reading the test decides. */
    static final class DeltaClient implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
        final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        private final CountDownLatch ready = new CountDownLatch(1);
        private volatile @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> out;

        static DeltaClient open(ManagedChannel channel) throws InterruptedException {
            DeltaClient client = new DeltaClient();
            AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(client);
            client.ready.await();
            return client;
        }

        private DeltaClient() {}

        @Override
        public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> requests) {
            requests.disableAutoRequestWithInitial(0);
            out = requests;
            ready.countDown();
        }

        private ClientCallStreamObserver<DeltaDiscoveryRequest> out() {
            return Objects.requireNonNull(out);
        }

        void send(DeltaDiscoveryRequest request) {
            out().onNext(request);
        }

        void subscribe(Node node, ResourceType type, String... names) {
            send(DeltaDiscoveryRequest.newBuilder()
                    .setNode(node)
                    .setTypeUrl(type.typeUrl())
                    .addAllResourceNamesSubscribe(List.of(names))
                    .build());
        }

        /** Reads the next response. */
        DeltaDiscoveryResponse read() throws InterruptedException {
            out().request(1);
            DeltaDiscoveryResponse response = responses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (response == null) {
                throw new AssertionError("no response within " + PATIENCE + ", errors: " + errors);
            }
            return response;
        }

        DeltaDiscoveryResponse readAndAcknowledge() throws InterruptedException {
            DeltaDiscoveryResponse response = read();
            send(DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(response.getTypeUrl())
                    .setResponseNonce(response.getNonce())
                    .build());
            return response;
        }

        Throwable error() throws InterruptedException {
            out().request(1);
            Throwable error = errors.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (error == null) {
                throw new AssertionError("no error within " + PATIENCE);
            }
            return error;
        }

        void close() {
            out().onCompleted();
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }

        @Override
        public void onCompleted() {}
    }
}
