package io.spillway.envoyconfig;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.spillway.envoyconfig.EnvoyResource.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The configuration of one instance as a single file that Envoy runs by itself, with no control plane: route tables
 * stand inside their listeners and endpoints inside their clusters. So {@code envoy --mode validate} checks all of it.
 */
public final class StaticConfig {
    private StaticConfig() {}

    /** Envoy's bootstrap as JSON. */
    public static String print(CompiledService service) {
        return EnvoyTypes.toJson(bootstrap(service.resources()));
    }

    private static Bootstrap bootstrap(List<EnvoyResource> resources) {
        Map<String, ClusterLoadAssignment> endpoints = byName(resources, Kind.ENDPOINT, ClusterLoadAssignment.class);
        Map<String, RouteConfiguration> routes = byName(resources, Kind.ROUTE, RouteConfiguration.class);
        Bootstrap.Builder bootstrap = Bootstrap.newBuilder();
        byName(resources, Kind.CLUSTER, Cluster.class)
                .values()
                .forEach(cluster -> bootstrap.getStaticResourcesBuilder().addClusters(inline(cluster, endpoints)));
        byName(resources, Kind.LISTENER, Listener.class)
                .values()
                .forEach(listener -> bootstrap.getStaticResourcesBuilder().addListeners(inline(listener, routes)));
        return bootstrap.build();
    }

    private static <T> Map<String, T> byName(List<EnvoyResource> resources, Kind kind, Class<T> type) {
        return resources.stream()
                .filter(resource -> resource.kind() == kind)
                .collect(Collectors.toMap(
                        EnvoyResource::name,
                        ((Function<EnvoyResource, Object>) EnvoyResource::message).andThen(type::cast),
                        (first, second) -> first,
                        TreeMap::new));
    }

    private static Cluster inline(Cluster cluster, Map<String, ClusterLoadAssignment> endpoints) {
        if (!cluster.hasEdsClusterConfig()) {
            return cluster;
        }
        return cluster.toBuilder()
                .clearEdsClusterConfig()
                .setType(Cluster.DiscoveryType.STATIC)
                .setLoadAssignment(endpoints.getOrDefault(
                        cluster.getName(),
                        ClusterLoadAssignment.newBuilder()
                                .setClusterName(cluster.getName())
                                .build()))
                .build();
    }

    private static Listener inline(Listener listener, Map<String, RouteConfiguration> routes) {
        Listener.Builder builder = listener.toBuilder();
        builder.getFilterChainsBuilderList()
                .forEach(chain -> chain.getFiltersBuilderList().stream()
                        .filter(filter -> filter.getTypedConfig().is(HttpConnectionManager.class))
                        .forEach(filter -> filter.setTypedConfig(inline(filter.getTypedConfig(), routes))));
        return builder.build();
    }

    private static Any inline(Any manager, Map<String, RouteConfiguration> routes) {
        try {
            HttpConnectionManager.Builder builder = manager.unpack(HttpConnectionManager.class).toBuilder();
            RouteConfiguration table = routes.get(builder.getRds().getRouteConfigName());
            return table == null
                    ? manager
                    : Any.pack(builder.setRouteConfig(table).build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
