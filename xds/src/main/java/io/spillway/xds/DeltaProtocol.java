package io.spillway.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.List;
import java.util.Optional;

/** Incremental xDS: versions per resource, explicit removals. */
final class DeltaProtocol implements Protocol<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    static final String WILDCARD = "*";

    @Override
    public Dialect dialect() {
        return Dialect.DELTA;
    }

    @Override
    public Node node(DeltaDiscoveryRequest request) {
        return request.getNode();
    }

    @Override
    public void apply(DeltaDiscoveryRequest request, ClientDelivery delivery, DeliveryCounters counters, long nanos) {
        ResourceType type = ResourceType.ofTypeUrl(request.getTypeUrl()).orElse(null);
        if (type == null) {
            return;
        }
        Optional<Status> error = request.hasErrorDetail() ? Optional.of(request.getErrorDetail()) : Optional.empty();
        Protocol.answer(type, request.getResponseNonce(), error, delivery, counters, nanos);
        boolean first = !delivery.type(type).requested;
        List<String> subscribe = request.getResourceNamesSubscribeList();
        // A first request that names nothing asks for everything, as before "*" existed.
        if (subscribe.contains(WILDCARD) || (first && subscribe.isEmpty())) {
            delivery.subscribedToAll(type, nanos);
        }
        delivery.subscribed(type, named(subscribe), nanos);
        List<String> unsubscribe = request.getResourceNamesUnsubscribeList();
        if (unsubscribe.contains(WILDCARD)) {
            delivery.unsubscribedFromAll(type);
        }
        delivery.unsubscribed(type, named(unsubscribe), nanos);
        if (first) {
            delivery.brought(type, request.getInitialResourceVersionsMap(), nanos);
        }
    }

    private static List<String> named(List<String> names) {
        return names.stream().filter(name -> !name.equals(WILDCARD)).toList();
    }

    @Override
    public DeltaDiscoveryResponse encode(Batch batch, ClientDelivery delivery) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(batch.type().typeUrl())
                .setNonce(batch.nonce())
                .setSystemVersionInfo(
                        delivery.wanted().map(ResourceSet::version).orElse(""))
                .addAllRemovedResources(batch.removed());
        batch.changed().forEach(resource -> response.addResources(resource.wire()));
        return response.build();
    }
}
