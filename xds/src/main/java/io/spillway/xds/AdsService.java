package io.spillway.xds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.SocketAddress;

/** The two streaming methods of the aggregated discovery service. */
final class AdsService extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
    private static final Context.Key<String> PEER = Context.keyWithDefault("peer", "");

    private final DeliveryLoop loop;

    AdsService(DeliveryLoop loop) {
        this.loop = loop;
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> responses) {
        return opened(new DeltaProtocol(), responses);
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(StreamObserver<DiscoveryResponse> responses) {
        return opened(new SotwProtocol(), responses);
    }

    private <Q, R extends Message> StreamObserver<Q> opened(Protocol<Q, R> protocol, StreamObserver<R> responses) {
        AdsStream<Q, R> stream = new AdsStream<>(loop, protocol, (ServerCallStreamObserver<R>) responses, PEER.get());
        stream.open();
        return stream;
    }

    /** Makes the peer's address known to the methods. */
    static final class PeerInterceptor implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            Context context = Context.current().withValue(PEER, peer == null ? "" : peer.toString());
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
