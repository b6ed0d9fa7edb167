package io.spillway.controlplane;

import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.envoyconfig.EnvoyResource;
import io.spillway.envoyconfig.GrpcClientCompiler;
import io.spillway.envoyconfig.MeshState;
import io.spillway.xds.Resource;
import io.spillway.xds.ResourceSet;
import io.spillway.xds.ResourceType;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns what was compiled into what {@code xds} delivers. A resource that is the same object as last time is not
 * serialised and hashed again. Owned by one thread.
 */
final class Publication {
    private IdentityHashMap<EnvoyResource, Resource> serialised = new IdentityHashMap<>();

    /** The complete desired state of every group of clients. A sidecar whose service lost its contract has nothing. */
    Map<String, ResourceSet> of(MeshDirectory mesh, Collection<SidecarNode> sidecars, Collection<String> grpcServices) {
        IdentityHashMap<EnvoyResource, Resource> next = new IdentityHashMap<>();
        Map<String, ResourceSet> groups = new HashMap<>();
        sidecars.forEach(node -> groups.put(node.group(), ResourceSet.empty()));
        mesh.services().forEach((node, compiled) -> groups.put(node.group(), set(compiled.resources(), next)));
        MeshState state = mesh.state();
        groups.put(Nodes.GRPC_ALL, grpc(state, state.contracts().services().keySet(), next));
        for (String service : grpcServices) {
            ServiceContract contract = state.contracts().services().get(service);
            if (contract != null) {
                List<String> egress = contract.egress().stream()
                        .map(Egress::service)
                        .filter(Objects::nonNull)
                        .toList();
                groups.put(Nodes.grpcGroup(service), grpc(state, egress, next));
            }
        }
        serialised = next;
        return groups;
    }

    private ResourceSet grpc(
            MeshState state, Collection<String> services, IdentityHashMap<EnvoyResource, Resource> next) {
        return set(GrpcClientCompiler.compile(state, services), next);
    }

    private ResourceSet set(List<EnvoyResource> resources, IdentityHashMap<EnvoyResource, Resource> next) {
        ResourceSet.Builder builder = ResourceSet.builder();
        for (EnvoyResource resource : resources) {
            Resource before = serialised.get(resource);
            builder.add(next.computeIfAbsent(resource, key -> before == null ? serialise(key) : before));
        }
        return builder.build();
    }

    private static Resource serialise(EnvoyResource resource) {
        return Resource.of(
                type(resource.kind()),
                resource.name(),
                resource.message(),
                resource.origin().toString());
    }

    private static ResourceType type(EnvoyResource.Kind kind) {
        return switch (kind) {
            case CLUSTER -> ResourceType.CLUSTER;
            case ENDPOINT -> ResourceType.ENDPOINT;
            case LISTENER -> ResourceType.LISTENER;
            case ROUTE -> ResourceType.ROUTE;
        };
    }
}
