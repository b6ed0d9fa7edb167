package io.spillway.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * State-of-the-world xDS, as gRPC clients speak it. A listener or cluster that a response leaves out is removed, so
 * every response of these types repeats what the client has and may keep, its last good version in place of a refused
 * one.
 */
final class SotwProtocol implements Protocol<DiscoveryRequest, DiscoveryResponse> {
    @Override
    public Dialect dialect() {
        return Dialect.STATE_OF_THE_WORLD;
    }

    @Override
    public Node node(DiscoveryRequest request) {
        return request.getNode();
    }

    @Override
    public void apply(DiscoveryRequest request, ClientDelivery delivery, DeliveryCounters counters, long nanos) {
        ResourceType type = ResourceType.ofTypeUrl(request.getTypeUrl()).orElse(null);
        if (type == null) {
            return;
        }
        Optional<Status> error = request.hasErrorDetail() ? Optional.of(request.getErrorDetail()) : Optional.empty();
        Protocol.answer(type, request.getResponseNonce(), error, delivery, counters, nanos);
        boolean first = !delivery.type(type).requested;
        names(request, type, delivery, nanos);
        if (first) {
            delivery.broughtVersion(type, request.getVersionInfo(), nanos);
        }
    }

    private static void names(DiscoveryRequest request, ResourceType type, ClientDelivery delivery, long nanos) {
        TypeDelivery known = delivery.type(type);
        Set<String> names = new HashSet<>(request.getResourceNamesList());
        boolean all = names.remove(DeltaProtocol.WILDCARD)
                || (names.isEmpty()
                        && (!known.requested || known.wildcard)
                        && Dialect.STATE_OF_THE_WORLD.omissionRemoves(type));
        if (all) {
            delivery.subscribedToAll(type, nanos);
        } else if (known.wildcard) {
            delivery.unsubscribedFromAll(type);
        }
        List<String> dropped =
                known.names.stream().filter(name -> !names.contains(name)).toList();
        delivery.unsubscribed(type, dropped, nanos);
        names.removeAll(known.names);
        delivery.subscribed(type, names, nanos);
    }

    @Override
    public DiscoveryResponse encode(Batch batch, ClientDelivery delivery) {
        TypeDelivery known = delivery.type(batch.type());
        Map<String, Holding> after = new TreeMap<>(known.held);
        batch.changed().forEach(resource -> after.put(resource.name(), Holding.of(resource)));
        batch.removed().forEach(after::remove);
        List<Resource> carried = new ArrayList<>();
        if (dialect().omissionRemoves(batch.type())) {
            for (Holding holding : after.values()) {
                Resource resource = holding.resource();
                if (resource != null) {
                    carried.add(resource);
                }
            }
        } else {
            carried.addAll(batch.changed());
        }
        DiscoveryResponse.Builder response = DiscoveryResponse.newBuilder()
                .setTypeUrl(batch.type().typeUrl())
                .setVersionInfo(SotwVersion.of(after))
                .setNonce(batch.nonce());
        carried.forEach(resource -> response.addResources(resource.body()));
        return response.build();
    }
}
