package io.spillway.xds;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the references between resources whether one may be sent now, and which clusters are still named by
 * what the client has. A pure view of a {@link ClientDelivery}; keeps nothing itself.
 */
final class Gate {
    /** May be sent, waits for an answer that is due, or is held back by something the client refused. */
    enum Verdict {
        OPEN,
        WAITS,
        BLOCKED
    }

    record Decision(Verdict verdict, String reason) {
        static final Decision OPEN = new Decision(Verdict.OPEN, "");
    }

    private final Map<ResourceType, TypeDelivery> types;
    private final InstanceMemory memory;

    Gate(Map<ResourceType, TypeDelivery> types, InstanceMemory memory) {
        this.types = types;
        this.memory = memory;
    }

    /** Whether {@code resource} names only what the client has. */
    Decision decide(Resource resource, ResourceSet wanted) {
        return switch (resource.type()) {
            // Endpoints are asked for by a cluster that is being warmed up: they can never come too early.
            case CLUSTER, ENDPOINT -> Decision.OPEN;
            case LISTENER -> {
                Decision worst = clusters(resource.references(), wanted);
                for (String route : resource.references().routes()) {
                    Resource wantedRoute = wanted.of(ResourceType.ROUTE).get(route);
                    // A listener serves errors while its routes are withheld, so it waits for the same clusters.
                    if (wantedRoute != null && type(ResourceType.ROUTE).held.get(route) == null) {
                        worst = worse(worst, clusters(wantedRoute.references(), wanted));
                    }
                }
                yield worst;
            }
            case ROUTE -> {
                boolean changesKnownRoute = type(ResourceType.ROUTE).held.containsKey(resource.name());
                if (changesKnownRoute && type(ResourceType.LISTENER).inFlight != null) {
                    yield new Decision(Verdict.WAITS, "the answer to LISTENER");
                }
                yield clusters(resource.references(), wanted);
            }
        };
    }

    private Decision clusters(References references, ResourceSet wanted) {
        Decision worst = Decision.OPEN;
        for (String name : references.clusters()) {
            Resource cluster = wanted.of(ResourceType.CLUSTER).get(name);
            // A client that asks for clusters by name (gRPC) asks once it has the route: nothing to wait for.
            if (cluster != null && type(ResourceType.CLUSTER).interested(name)) {
                worst = worse(worst, cluster(cluster, wanted));
            }
        }
        return worst;
    }

    private Decision cluster(Resource cluster, ResourceSet wanted) {
        if (!type(ResourceType.CLUSTER).holds(cluster)) {
            return memory.refusal(cluster).isPresent()
                    ? new Decision(Verdict.BLOCKED, "CLUSTER " + cluster.name() + ", which was refused")
                    : new Decision(Verdict.WAITS, "CLUSTER " + cluster.name());
        }
        TypeDelivery endpoints = type(ResourceType.ENDPOINT);
        for (String name : cluster.references().endpoints()) {
            if (!endpoints.held.containsKey(name)) {
                Resource assignment = wanted.of(ResourceType.ENDPOINT).get(name);
                return assignment != null && memory.refusal(assignment).isPresent()
                        ? new Decision(Verdict.BLOCKED, "ENDPOINT " + name + ", which was refused")
                        : new Decision(Verdict.WAITS, "ENDPOINT " + name);
            }
            if (endpoints.again.contains(name)) {
                return new Decision(Verdict.WAITS, "ENDPOINT " + name);
            }
        }
        return Decision.OPEN;
    }

    /**
     * The clusters that the client's listeners and routes name or may name; null when the content of one of them is
     * unknown, so that any cluster may be in use.
     */
    @Nullable
    Set<String> clustersInUse() {
        Set<String> inUse = new HashSet<>();
        for (ResourceType type : new ResourceType[] {ResourceType.LISTENER, ResourceType.ROUTE}) {
            TypeDelivery delivery = type(type);
            for (Holding holding : delivery.held.values()) {
                Resource resource = holding.resource();
                if (resource == null) {
                    return null;
                }
                inUse.addAll(resource.references().clusters());
            }
            delivery.uncertain
                    .values()
                    .forEach(maybe -> maybe.forEach(
                            resource -> inUse.addAll(resource.references().clusters())));
            if (delivery.inFlight != null) {
                delivery.inFlight
                        .changed()
                        .forEach(resource -> inUse.addAll(resource.references().clusters()));
            }
        }
        return inUse;
    }

    /** Whether a cluster that the client has takes its endpoints from {@code name}. */
    boolean endpointsInUse(String name) {
        for (Holding holding : type(ResourceType.CLUSTER).held.values()) {
            Resource cluster = holding.resource();
            if (cluster == null || cluster.references().endpoints().contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static Decision worse(Decision one, Decision other) {
        return one.verdict().compareTo(other.verdict()) >= 0 ? one : other;
    }

    private TypeDelivery type(ResourceType type) {
        return Objects.requireNonNull(types.get(type));
    }
}
