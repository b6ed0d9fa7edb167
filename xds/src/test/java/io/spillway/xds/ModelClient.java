package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client as Envoy is one, apart from the wire format: applies resources one by one, warms up new and changed
 * clusters until their endpoints come, holds the answer to clusters back meanwhile, asks for what its clusters and
 * listeners name. It fails the test when it is given what it must not be given.
 */
final class ModelClient {
    /** How a refusal is told. */
    enum Refusing {
        /** Names the resource as Envoy does; the others of the response are applied. */
        BY_NAME,
        /** Names nobody; nothing of the response is applied. */
        AS_A_WHOLE,
        /** Names nobody; the others are applied nevertheless. */
        WITHOUT_SAYING_WHICH
    }

    /** One answer or subscription, in terms of no dialect. */
    record Outgoing(
            ResourceType type,
            Set<String> names,
            String nonce,
            @Nullable Status error,
            boolean first,
            Set<Version> condemned) {
        Outgoing(ResourceType type, Set<String> names, String nonce, @Nullable Status error, boolean first) {
            this(type, names, nonce, error, first, Set.of());
        }
    }

    record Version(ResourceType type, String name, String version) {}

    final Map<ResourceType, Map<String, Resource>> has = new EnumMap<>(ResourceType.class);

    /** As Envoy does, it tells a new stream of versions in responses that it accepted as a whole. */
    private final Map<ResourceType, Map<String, String>> tells = new EnumMap<>(ResourceType.class);

    private final Map<ResourceType, Set<String>> asked = new EnumMap<>(ResourceType.class);
    private final Set<String> warming = new HashSet<>();
    private final Set<String> neverWarm = new HashSet<>();
    private final Set<Version> refusedForGood = new HashSet<>();
    private final Set<String> badVersions;
    private final List<Outgoing> outbox = new ArrayList<>();
    private final List<Outgoing> heldBack = new ArrayList<>();
    Refusing refusing = Refusing.BY_NAME;
    int received;
    boolean refusedLast;

    ModelClient(Set<String> badVersions) {
        this.badVersions = badVersions;
        for (ResourceType type : ResourceType.values()) {
            has.put(type, new TreeMap<>());
            tells.put(type, new TreeMap<>());
            asked.put(type, new TreeSet<>());
        }
    }

    Map<String, Resource> has(ResourceType type) {
        return Objects.requireNonNull(has.get(type));
    }

    Map<String, String> tells(ResourceType type) {
        Map<String, String> told = Objects.requireNonNull(tells.get(type));
        told.keySet().retainAll(has(type).keySet());
        return told;
    }

    Set<String> asked(ResourceType type) {
        return Objects.requireNonNull(asked.get(type));
    }

    /** Says on a new stream what it wants. */
    void connect() {
        outbox.clear();
        heldBack.clear();
        // Envoy's order: clusters, endpoints, listeners, routes.
        outbox.add(new Outgoing(ResourceType.CLUSTER, Set.of(), "", null, true));
        if (!asked(ResourceType.ENDPOINT).isEmpty()) {
            outbox.add(outgoing(ResourceType.ENDPOINT, true));
        }
        outbox.add(new Outgoing(ResourceType.LISTENER, Set.of(), "", null, true));
        if (!asked(ResourceType.ROUTE).isEmpty()) {
            outbox.add(outgoing(ResourceType.ROUTE, true));
        }
        firstAsked.clear();
        firstAsked.add(ResourceType.CLUSTER);
        firstAsked.add(ResourceType.LISTENER);
        for (ResourceType type : List.of(ResourceType.ENDPOINT, ResourceType.ROUTE)) {
            if (!asked(type).isEmpty()) {
                firstAsked.add(type);
            }
        }
    }

    private final Set<ResourceType> firstAsked = new HashSet<>();

    /** A server that lost its memory may try once more what was refused, and cannot know what was accepted in part. */
    void serverForgot() {
        has.forEach((type, resources) ->
                resources.forEach((name, resource) -> tells(type).put(name, resource.version())));
        refusedForGood.clear();
        // A restarted server cannot know that a cluster still waits for endpoints the client already has; Envoy ends
        // that wait by itself (initial_fetch_timeout, 15 s).
        warming.removeIf(has(ResourceType.ENDPOINT)::containsKey);
        neverWarm.removeIf(has(ResourceType.ENDPOINT)::containsKey);
    }

    private Outgoing outgoing(ResourceType type, boolean first) {
        return new Outgoing(type, Set.copyOf(asked(type)), "", null, first);
    }

    /** The server has read this: from now on it knows better than to send what was refused. */
    void wasRead(Outgoing outgoing) {
        refusedForGood.addAll(outgoing.condemned());
    }

    List<Outgoing> outbox() {
        return outbox;
    }

    void receive(ResourceType type, String nonce, List<Resource> changed, Set<String> removed, int carried) {
        received++;
        for (Resource resource : changed) {
            assertThat(refusedForGood)
                    .as("a refused version is never sent again")
                    .doesNotContain(new Version(type, resource.name(), resource.version()));
        }
        List<Resource> bad = changed.stream()
                .filter(resource -> badVersions.contains(resource.version()))
                .toList();
        removed.forEach(name -> remove(type, name));
        if (bad.isEmpty() || refusing != Refusing.AS_A_WHOLE) {
            changed.stream().filter(resource -> !bad.contains(resource)).forEach(this::apply);
        }
        if (bad.isEmpty()) {
            changed.forEach(resource -> tells(type).put(resource.name(), resource.version()));
        }
        ask();
        answer(type, nonce, bad, carried == 1);
    }

    private void answer(ResourceType type, String nonce, List<Resource> bad, boolean alone) {
        refusedLast = !bad.isEmpty();
        Status error = null;
        Set<Version> condemned = new HashSet<>();
        if (!bad.isEmpty()) {
            boolean named =
                    refusing == Refusing.BY_NAME && (type == ResourceType.CLUSTER || type == ResourceType.LISTENER);
            String kind = type == ResourceType.CLUSTER ? "cluster(s) " : "listener(s) ";
            String separator = type == ResourceType.CLUSTER ? ", " : "\n";
            String message = named
                    ? "Error adding/updating " + kind
                            + String.join(
                                    separator,
                                    bad.stream()
                                            .map(r -> r.name() + ": no such extension")
                                            .toList())
                    : "Proto constraint validation failed";
            error = Status.newBuilder().setCode(13).setMessage(message).build();
            if (named || alone) {
                bad.forEach(r -> condemned.add(new Version(type, r.name(), r.version())));
            }
        }
        Outgoing answer = new Outgoing(type, Set.copyOf(asked(type)), nonce, error, false, condemned);
        // Envoy pauses CDS while clusters warm up (ClusterManagerImpl::updateClusterCounts).
        if (type == ResourceType.CLUSTER && !warming.isEmpty()) {
            heldBack.add(answer);
        } else {
            outbox.add(answer);
        }
        if (warming.isEmpty()) {
            outbox.addAll(heldBack);
            heldBack.clear();
        }
    }

    private void apply(Resource resource) {
        switch (resource.type()) {
            case CLUSTER -> {
                Resource before = has(ResourceType.CLUSTER).put(resource.name(), resource);
                if (!resource.equals(before)) {
                    warming.add(resource.name());
                    if (before == null) {
                        neverWarm.add(resource.name());
                    }
                }
            }
            case ENDPOINT -> {
                if (!asked(ResourceType.ENDPOINT).contains(resource.name())) {
                    return; // Sent before the server read that it is no longer wanted.
                }
                has(ResourceType.ENDPOINT).put(resource.name(), resource);
                warming.remove(resource.name());
                neverWarm.remove(resource.name());
            }
            case LISTENER, ROUTE -> {
                if (resource.type() == ResourceType.ROUTE
                        && !asked(ResourceType.ROUTE).contains(resource.name())) {
                    return;
                }
                has(resource.type()).put(resource.name(), resource);
                for (String cluster : resource.references().clusters()) {
                    assertThat(has(ResourceType.CLUSTER))
                            .as("clusters when %s comes", resource)
                            .containsKey(cluster);
                    assertThat(neverWarm)
                            .as("clusters not ready when %s comes", resource)
                            .doesNotContain(cluster);
                }
            }
        }
    }

    private void remove(ResourceType type, String name) {
        has(type).remove(name);
        if (type == ResourceType.CLUSTER) {
            warming.remove(name);
            neverWarm.remove(name);
            for (ResourceType user : List.of(ResourceType.LISTENER, ResourceType.ROUTE)) {
                has(user)
                        .values()
                        .forEach(resource -> assertThat(resource.references().clusters())
                                .as("%s when cluster %s is removed", resource, name)
                                .doesNotContain(name));
            }
        }
    }

    private void ask() {
        Map<ResourceType, Set<String>> wants = new HashMap<>();
        Set<String> endpoints = new TreeSet<>();
        has(ResourceType.CLUSTER)
                .values()
                .forEach(cluster -> endpoints.addAll(cluster.references().endpoints()));
        Set<String> routes = new TreeSet<>();
        has(ResourceType.LISTENER)
                .values()
                .forEach(listener -> routes.addAll(listener.references().routes()));
        wants.put(ResourceType.ENDPOINT, endpoints);
        wants.put(ResourceType.ROUTE, routes);
        wants.forEach((type, names) -> {
            if (!asked(type).equals(names)) {
                asked.put(type, names);
                has(type).keySet().retainAll(names);
                outbox.add(outgoing(type, firstAsked.add(type)));
            }
        });
    }

    /** Reads the name from the bytes, as a state-of-the-world client must. */
    static String nameOf(ResourceType type, com.google.protobuf.Any body) {
        try {
            return switch (type) {
                case CLUSTER -> Cluster.parseFrom(body.getValue()).getName();
                case ENDPOINT ->
                    ClusterLoadAssignment.parseFrom(body.getValue()).getClusterName();
                case LISTENER -> Listener.parseFrom(body.getValue()).getName();
                case ROUTE -> RouteConfiguration.parseFrom(body.getValue()).getName();
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    static Resource parse(ResourceType type, com.google.protobuf.Any body) {
        try {
            return Resource.of(
                    type,
                    nameOf(type, body),
                    switch (type) {
                        case CLUSTER -> Cluster.parseFrom(body.getValue());
                        case ENDPOINT -> ClusterLoadAssignment.parseFrom(body.getValue());
                        case LISTENER -> Listener.parseFrom(body.getValue());
                        case ROUTE -> RouteConfiguration.parseFrom(body.getValue());
                    },
                    "wire");
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
