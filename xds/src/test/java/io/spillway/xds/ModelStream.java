package io.spillway.xds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ModelClient} and a {@link ClientDelivery} with the messages of one dialect between them, both directions in
 * order, time as a number.
 */
final class ModelStream {
    static final long HOLD_NANOS = 5_000_000_000L;

    final ModelClient client;
    final DeliveryCounters counters = new DeliveryCounters();
    long nanos;
    InstanceMemory memory = new InstanceMemory();
    ClientDelivery delivery;
    private final Dialect dialect;
    private final Deque<Message> toClient = new ArrayDeque<>();
    private final Map<ResourceType, Set<String>> told = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, String> accepted = new EnumMap<>(ResourceType.class);
    private @Nullable ResourceSet wanted;

    ModelStream(Dialect dialect, ModelClient client) {
        this.dialect = dialect;
        this.client = client;
        this.delivery = new ClientDelivery(memory, HOLD_NANOS, dialect);
        client.connect();
    }

    void publish(ResourceSet set) {
        wanted = set;
        delivery.wanted(set, nanos);
    }

    void reconnect() {
        delivery.ended();
        reconnected();
    }

    void restartServer() {
        memory = new InstanceMemory();
        client.serverForgot();
        reconnected();
    }

    private void reconnected() {
        delivery = new ClientDelivery(memory, HOLD_NANOS, dialect);
        toClient.clear();
        told.clear();
        client.connect();
        if (wanted != null) {
            delivery.wanted(wanted, nanos);
        }
    }

    /** The server writes one response if it has one. */
    boolean serverSends() {
        Optional<Batch> batch = delivery.next(nanos);
        batch.ifPresent(sent -> {
            Message response = dialect == Dialect.DELTA
                    ? new DeltaProtocol().encode(sent, delivery)
                    : new SotwProtocol().encode(sent, delivery);
            counters.sent(sent, response.getSerializedSize());
            toClient.add(response);
        });
        return batch.isPresent();
    }

    /** The client reads one response if there is one. */
    boolean clientReads() {
        Message message = toClient.poll();
        if (message instanceof DeltaDiscoveryResponse response) {
            ResourceType type = ResourceType.ofTypeUrl(response.getTypeUrl()).orElseThrow();
            List<Resource> changed = response.getResourcesList().stream()
                    .map(resource -> ModelClient.parse(type, resource.getResource()))
                    .toList();
            client.receive(
                    type,
                    response.getNonce(),
                    changed,
                    new HashSet<>(response.getRemovedResourcesList()),
                    changed.size());
        } else if (message instanceof DiscoveryResponse response) {
            readStateOfTheWorld(response);
        }
        return message != null;
    }

    private void readStateOfTheWorld(DiscoveryResponse response) {
        ResourceType type = ResourceType.ofTypeUrl(response.getTypeUrl()).orElseThrow();
        List<Resource> all = response.getResourcesList().stream()
                .map(body -> ModelClient.parse(type, body))
                .toList();
        Set<String> removed = new HashSet<>();
        if (dialect.omissionRemoves(type)) {
            removed.addAll(client.has(type).keySet());
            all.forEach(resource -> removed.remove(resource.name()));
        }
        List<Resource> changed = all.stream()
                .filter(resource -> !client.has(type).containsValue(resource) || type == ResourceType.ENDPOINT)
                .toList();
        client.receive(type, response.getNonce(), changed, removed, all.size());
        if (!client.refusedLast) {
            // It knows what it accepted whether or not the server ever reads its answer.
            accepted.put(type, response.getVersionInfo());
        }
    }

    /** The server reads one request if there is one. */
    boolean serverReads() {
        if (client.outbox().isEmpty()) {
            return false;
        }
        ModelClient.Outgoing outgoing = client.outbox().removeFirst();
        client.wasRead(outgoing);
        if (dialect == Dialect.DELTA) {
            new DeltaProtocol().apply(delta(outgoing), delivery, counters, nanos);
        } else {
            new SotwProtocol().apply(stateOfTheWorld(outgoing), delivery, counters, nanos);
        }
        return true;
    }

    private DeltaDiscoveryRequest delta(ModelClient.Outgoing outgoing) {
        DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(outgoing.type().typeUrl())
                .setResponseNonce(outgoing.nonce());
        if (outgoing.error() != null) {
            request.setErrorDetail(outgoing.error());
        }
        Set<String> before = told.getOrDefault(outgoing.type(), Set.of());
        outgoing.names().stream().filter(name -> !before.contains(name)).forEach(request::addResourceNamesSubscribe);
        before.stream().filter(name -> !outgoing.names().contains(name)).forEach(request::addResourceNamesUnsubscribe);
        told.put(outgoing.type(), outgoing.names());
        if (outgoing.first()) {
            request.putAllInitialResourceVersions(client.tells(outgoing.type()));
        }
        return request.build();
    }

    private DiscoveryRequest stateOfTheWorld(ModelClient.Outgoing outgoing) {
        DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder()
                .setTypeUrl(outgoing.type().typeUrl())
                .addAllResourceNames(outgoing.names())
                .setVersionInfo(accepted.getOrDefault(outgoing.type(), ""))
                .setResponseNonce(outgoing.nonce());
        if (outgoing.error() != null) {
            request.setErrorDetail(outgoing.error());
        }
        return request.build();
    }

    /** Lets everything happen that can happen, holds included. */
    void settle() {
        for (int quiet = 0; quiet < 3; quiet++) {
            int steps = 0;
            while (serverReads() || serverSends() || clientReads()) {
                if (++steps > 10_000) {
                    throw new AssertionError("does not come to rest");
                }
            }
            nanos += HOLD_NANOS;
        }
    }

    /** Lets everything happen that can happen now. */
    void settleWithoutTime() {
        while (serverReads() || serverSends() || clientReads()) {
            // Until nothing moves.
        }
    }
}
