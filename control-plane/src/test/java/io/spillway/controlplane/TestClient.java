package io.spillway.controlplane;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A sidecar over real sockets that subscribes to all clusters and accepts them, or refuses them. */
final class TestClient implements AutoCloseable {
    private static final String CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

    /** Names and versions of the clusters that it has. */
    final Map<String, String> clusters = new ConcurrentHashMap<>();

    final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final ManagedChannel channel;

    enum Answer {
        ACCEPT,
        REFUSE
    }

    private TestClient(ManagedChannel channel) {
        this.channel = channel;
    }

    static TestClient open(InetSocketAddress address, Node node, Answer answer) {
        TestClient client = new TestClient(
                NettyChannelBuilder.forAddress(address).usePlaintext().build());
        Stream stream = client.new Stream(answer);
        StreamObserver<DeltaDiscoveryRequest> requests =
                AggregatedDiscoveryServiceGrpc.newStub(client.channel).deltaAggregatedResources(stream);
        stream.requests = requests;
        requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setNode(node)
                .setTypeUrl(CLUSTER)
                .addResourceNamesSubscribe("*")
                .build());
        return client;
    }

    static Node sidecar(String instance, String service, String address) {
        Struct.Builder spillway = Struct.newBuilder();
        if (!service.isEmpty()) {
            spillway.putFields("service", text(service));
        }
        if (!address.isEmpty()) {
            spillway.putFields("address", text(address));
        }
        return Node.newBuilder()
                .setId(instance)
                .setUserAgentName("envoy")
                .setLocality(Locality.newBuilder().setZone("a"))
                .setMetadata(Struct.newBuilder()
                        .putFields(
                                "spillway",
                                Value.newBuilder().setStructValue(spillway).build()))
                .build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    private final class Stream implements StreamObserver<DeltaDiscoveryResponse> {
        private final Answer answer;
        private volatile @Nullable StreamObserver<DeltaDiscoveryRequest> requests;

        Stream(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(response.getTypeUrl())
                    .setResponseNonce(response.getNonce());
            if (answer == Answer.ACCEPT) {
                for (Resource resource : response.getResourcesList()) {
                    clusters.put(resource.getName(), resource.getVersion());
                }
                clusters.keySet().removeAll(response.getRemovedResourcesList());
            } else {
                request.setErrorDetail(Status.newBuilder().setCode(13).setMessage("not on this Envoy"));
            }
            StreamObserver<DeltaDiscoveryRequest> out = requests;
            if (out != null) {
                out.onNext(request.build());
            }
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }

        @Override
        public void onCompleted() {}
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
