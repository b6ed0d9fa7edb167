package io.spillway.xds;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next batch of one type: what is new or changed and open at the {@link Gate}, what is to be removed.
 * Clusters are removed last and only after nothing the client has named them for the length of the hold. Confined to
 * its {@link ClientDelivery}.
 */
final class BatchPlan {
    private final Map<ResourceType, TypeDelivery> types;
    private final InstanceMemory memory;
    private final Gate gate;
    private final long removalHoldNanos;
    private final Dialect dialect;
    private final Map<String, Resource> emptyAssignments = new HashMap<>();
    private final Map<String, Long> unusedSinceNanos = new HashMap<>();
    private Set<String> wantedEndpoints = Set.of();
    private ResourceSet wanted = ResourceSet.empty();

    BatchPlan(
            Map<ResourceType, TypeDelivery> types,
            InstanceMemory memory,
            Gate gate,
            long removalHoldNanos,
            Dialect dialect) {
        this.types = types;
        this.memory = memory;
        this.gate = gate;
        this.removalHoldNanos = removalHoldNanos;
        this.dialect = dialect;
    }

    void wanted(ResourceSet set) {
        wanted = set;
        unusedSinceNanos.keySet().removeAll(set.of(ResourceType.CLUSTER).keySet());
        wantedEndpoints = new HashSet<>();
        for (Resource cluster : set.of(ResourceType.CLUSTER).values()) {
            wantedEndpoints.addAll(cluster.references().endpoints());
        }
    }

    /** What the client should have under a name; empty when it should have nothing or keep what it has. */
    Optional<Resource> target(TypeDelivery delivery, String name) {
        if (!delivery.interested(name)) {
            return Optional.empty();
        }
        Resource published = wanted.of(delivery.type).get(name);
        if (published != null || delivery.type != ResourceType.ENDPOINT || !delivery.names.contains(name)) {
            return Optional.ofNullable(published);
        }
        Holding holding = delivery.held.get(name);
        Resource empty = emptyAssignments.computeIfAbsent(name, BatchPlan::emptyAssignment);
        // Endpoints of a cluster that is on its way out stay as they are: traffic may still use it.
        if (holding == null
                || wantedEndpoints.contains(name)
                || holding.version().equals(empty.version())) {
            return Optional.of(empty);
        }
        // ... except that one which still warms up has to be told of them once more, or it blocks the others.
        if (!delivery.again.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(holding.resource() == null ? empty : holding.resource());
    }

    private static Resource emptyAssignment(String name) {
        return Resource.of(
                ResourceType.ENDPOINT,
                name,
                ClusterLoadAssignment.newBuilder().setClusterName(name).build(),
                "no endpoints are published under this name");
    }

    List<Resource> targets(TypeDelivery delivery) {
        List<Resource> targets = new ArrayList<>();
        if (delivery.wildcard) {
            targets.addAll(wanted.of(delivery.type).values());
        }
        for (String name : delivery.names) {
            if (!delivery.wildcard || !wanted.of(delivery.type).containsKey(name)) {
                target(delivery, name).ifPresent(targets::add);
            }
        }
        return targets;
    }

    DeliveryState state(TypeDelivery delivery, Optional<Resource> target) {
        Set<DeliveryState.Fact> facts = EnumSet.noneOf(DeliveryState.Fact.class);
        target.ifPresent(resource -> {
            facts.add(DeliveryState.Fact.WANTED);
            if (delivery.inFlight(resource)) {
                facts.add(DeliveryState.Fact.IN_FLIGHT);
            }
            if (delivery.holds(resource)) {
                facts.add(DeliveryState.Fact.HELD);
            }
            if (memory.refusal(resource).isPresent()) {
                facts.add(DeliveryState.Fact.REFUSED);
            }
        });
        return DeliveryState.of(facts);
    }

    String waitsFor(Resource resource) {
        return gate.decide(resource, wanted).reason();
    }

    Optional<Batch> next(TypeDelivery delivery, String nonce, long nanos) {
        List<Resource> open = new ArrayList<>();
        boolean waiting = false;
        for (Resource resource : targets(delivery)) {
            if (due(delivery, resource)) {
                Gate.Verdict verdict = gate.decide(resource, wanted).verdict();
                if (verdict == Gate.Verdict.WAITS) {
                    waiting = true;
                    if (dialect.omissionRemoves(delivery.type) && !delivery.held.containsKey(resource.name())) {
                        return Optional.empty();
                    }
                }
                if (verdict == Gate.Verdict.OPEN) {
                    open.add(resource);
                }
            }
        }
        Optional<List<Resource>> isolated = isolated(delivery, open);
        if (isolated.isPresent()) {
            return Optional.of(new Batch(delivery.type, nonce, isolated.get(), List.of()));
        }
        List<Resource> changed = cut(open);
        boolean complete = !waiting && changed.size() == open.size();
        List<String> removed = complete ? removals(delivery, nanos) : List.of();
        if (changed.isEmpty() && removed.isEmpty() && !(delivery.owesAnswer && complete)) {
            return Optional.empty();
        }
        return Optional.of(new Batch(delivery.type, nonce, changed, removed));
    }

    private boolean due(TypeDelivery delivery, Resource resource) {
        return (!delivery.holds(resource) || delivery.again.contains(resource.name()))
                && memory.refusal(resource).isEmpty();
    }

    private static Optional<List<Resource>> isolated(TypeDelivery delivery, List<Resource> open) {
        while (!delivery.isolation.isEmpty()) {
            Set<String> group = delivery.isolation.removeFirst();
            List<Resource> chosen = open.stream()
                    .filter(resource -> group.contains(resource.name()))
                    .toList();
            if (!chosen.isEmpty()) {
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    /** At least one resource, then as many as fit: no response grows beyond what a client accepts. */
    private List<Resource> cut(List<Resource> open) {
        long bytes = 0;
        int count = 0;
        while (count < open.size()
                && (count == 0
                        || bytes + open.get(count).bytes()
                                <= dialect.batchBytes(open.get(0).type()))) {
            bytes += open.get(count).bytes();
            count++;
        }
        return List.copyOf(open.subList(0, count));
    }

    private List<String> removals(TypeDelivery delivery, long nanos) {
        Set<String> removals = new HashSet<>(delivery.missing);
        removals.removeIf(name -> wanted.of(delivery.type).containsKey(name));
        for (String name : delivery.heldOrUncertain()) {
            if (wanted.of(delivery.type).containsKey(name) || delivery.refusedRemovals.containsKey(name)) {
                continue;
            }
            boolean now = switch (delivery.type) {
                case LISTENER -> true;
                case CLUSTER -> false;
                // These end with the listener or cluster that names them: the client then unsubscribes.
                // Envoy ignores a removal of either.
                case ROUTE -> !delivery.names.contains(name);
                case ENDPOINT -> !delivery.names.contains(name) && !gate.endpointsInUse(name);
            };
            if (now) {
                removals.add(name);
            }
        }
        if (delivery.type == ResourceType.CLUSTER) {
            removals.addAll(unusedClusters(delivery, nanos));
        }
        return removals.stream().sorted().toList();
    }

    private List<String> unusedClusters(TypeDelivery delivery, long nanos) {
        List<String> unwanted = delivery.heldOrUncertain().stream()
                .filter(name -> !wanted.of(ResourceType.CLUSTER).containsKey(name)
                        && !delivery.refusedRemovals.containsKey(name))
                .toList();
        if (unwanted.isEmpty()) {
            unusedSinceNanos.clear();
            return unwanted;
        }
        @Nullable Set<String> inUse = gate.clustersInUse();
        unusedSinceNanos.keySet().retainAll(unwanted);
        List<String> removals = new ArrayList<>();
        for (String name : unwanted) {
            if (inUse == null || inUse.contains(name)) {
                unusedSinceNanos.remove(name);
            } else if (nanos - unusedSinceNanos.computeIfAbsent(name, first -> nanos) >= removalHoldNanos) {
                removals.add(name);
            }
        }
        return removals;
    }

    OptionalLong wakeAtNanos() {
        TypeDelivery clusters = Objects.requireNonNull(types.get(ResourceType.CLUSTER));
        if (clusters.inFlight != null) {
            return OptionalLong.empty();
        }
        return unusedSinceNanos.values().stream()
                .mapToLong(since -> since + removalHoldNanos)
                .min();
    }

    boolean settled() {
        boolean asked = false;
        for (TypeDelivery delivery : types.values()) {
            asked |= delivery.requested;
            if (delivery.inFlight != null || delivery.owesAnswer) {
                return false;
            }
            for (Resource resource : targets(delivery)) {
                if (due(delivery, resource) && gate.decide(resource, wanted).verdict() != Gate.Verdict.BLOCKED) {
                    return false;
                }
                if (delivery.holds(resource) && !followed(resource)) {
                    return false;
                }
            }
            if (delivery.type == ResourceType.LISTENER && !removals(delivery, 0).isEmpty()) {
                return false;
            }
        }
        return asked && rootsAsked();
    }

    /** A held listener or cluster whose routes or endpoints the client has yet to ask for. */
    private boolean followed(Resource resource) {
        References references = resource.references();
        for (String route : references.routes()) {
            if (wanted.of(ResourceType.ROUTE).containsKey(route) && !interested(ResourceType.ROUTE, route)) {
                return false;
            }
        }
        for (String endpoints : references.endpoints()) {
            if (!interested(ResourceType.ENDPOINT, endpoints)) {
                return false;
            }
        }
        return true;
    }

    private boolean rootsAsked() {
        TypeDelivery clusters = Objects.requireNonNull(types.get(ResourceType.CLUSTER));
        TypeDelivery listeners = Objects.requireNonNull(types.get(ResourceType.LISTENER));
        // A proxy asks for all clusters first and for listeners once those are ready.
        return !clusters.wildcard
                || listeners.requested
                || wanted.of(ResourceType.LISTENER).isEmpty();
    }

    private boolean interested(ResourceType type, String name) {
        return Objects.requireNonNull(types.get(type)).interested(name);
    }
}
