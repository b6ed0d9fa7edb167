package io.spillway.envoyconfig;

import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.spillway.contract.Origin;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Endpoints of one service, grouped by zone. The same for every caller. */
final class EndpointAssignment {
    private EndpointAssignment() {}

    static EnvoyResource of(String service, List<io.spillway.discovery.Endpoint> endpoints) {
        ClusterLoadAssignment.Builder assignment =
                ClusterLoadAssignment.newBuilder().setClusterName(service);
        SortedMap<String, List<io.spillway.discovery.Endpoint>> byZone =
                new TreeMap<>(endpoints.stream().collect(Collectors.groupingBy(io.spillway.discovery.Endpoint::zone)));
        byZone.forEach((zone, members) -> assignment.addEndpoints(LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setZone(zone))
                // gRPC clients ignore a locality without a weight; Envoy's default balancing does not use it.
                .setLoadBalancingWeight(Protos.uint32(members.size()))
                .addAllLbEndpoints(
                        members.stream().map(EndpointAssignment::endpoint).toList())));
        return new EnvoyResource(
                EnvoyResource.Kind.ENDPOINT,
                service,
                assignment.build(),
                new Origin(
                        "endpoints." + service,
                        endpoints.isEmpty() ? null : endpoints.getFirst().location()));
    }

    private static LbEndpoint endpoint(io.spillway.discovery.Endpoint endpoint) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder()
                        .setAddress(Protos.address(endpoint.address(), endpoint.port()))
                        .setHostname(endpoint.instance()))
                .setHealthStatus(HealthStatus.HEALTHY)
                .build();
    }
}
