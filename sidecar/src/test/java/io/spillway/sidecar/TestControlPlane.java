package io.spillway.sidecar;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A real ADS server that answers the first request for each type with what it was given, or with nothing at all. */
final class TestControlPlane extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase
        implements AutoCloseable {
    static final String LISTENERS = "type.googleapis.com/envoy.config.listener.v3.Listener";
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

    private final Map<String, List<Resource>> resources;
    private final Server server;
    final Queue<DeltaDiscoveryRequest> requests = new ConcurrentLinkedQueue<>();

    private TestControlPlane(Map<String, List<Resource>> resources) throws IOException {
        this.resources = resources;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
    }

    /** Has nothing to send, and says so: enough for Envoy to be ready. */
    static TestControlPlane empty() throws IOException {
        return new TestControlPlane(Map.of(LISTENERS, List.of(), CLUSTERS, List.of()));
    }

    /** Accepts streams and stays silent on them. */
    static TestControlPlane silent() throws IOException {
        return new TestControlPlane(Map.of());
    }

    static TestControlPlane with(List<Resource> listeners, List<Resource> clusters) throws IOException {
        return new TestControlPlane(Map.of(LISTENERS, listeners, CLUSTERS, clusters));
    }

    static Resource resource(String name, Message message) {
        return Resource.newBuilder()
                .setName(name)
                .setVersion("1")
                .setResource(Any.pack(message))
                .build();
    }

    /** A service without instances, which is what every service of these tests is. */
    private static Resource nowhere(String service) {
        return resource(
                service,
                ClusterLoadAssignment.newBuilder().setClusterName(service).build());
    }

    ControlPlaneAddress address() {
        return ControlPlaneAddress.plain("127.0.0.1", server.getPort());
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(DeltaDiscoveryRequest request) {
                requests.add(request);
                List<Resource> wanted = request.getTypeUrl().equals(ENDPOINTS) && !resources.isEmpty()
                        ? request.getResourceNamesSubscribeList().stream()
                                .map(TestControlPlane::nowhere)
                                .toList()
                        : resources.get(request.getTypeUrl());
                if (request.getResponseNonce().isEmpty() && wanted != null) {
                    responses.onNext(DeltaDiscoveryResponse.newBuilder()
                            .setTypeUrl(request.getTypeUrl())
                            .setNonce("1")
                            .addAllResources(wanted)
                            .build());
                }
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
