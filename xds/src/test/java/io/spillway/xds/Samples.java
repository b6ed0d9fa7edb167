package io.spillway.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Small resources to deliver. A different {@code content} number gives different bytes under the same name. */
final class Samples {
    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setResourceApiVersion(ApiVersion.V3)
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .build();

    private Samples() {}

    static ResourceSet set(Resource... resources) {
        return ResourceSet.builder().addAll(Arrays.asList(resources)).build();
    }

    static Resource cluster(String name, int content) {
        Cluster cluster = Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setConnectTimeout(Duration.newBuilder().setSeconds(content))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build();
        return Resource.of(ResourceType.CLUSTER, name, cluster, "clusters.yaml:" + content);
    }

    static Resource endpoints(String name, int port) {
        LbEndpoint endpoint = LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(address(port)))
                .build();
        ClusterLoadAssignment assignment = ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .setLocality(Locality.newBuilder().setZone("z"))
                        .setLoadBalancingWeight(com.google.protobuf.UInt32Value.of(1))
                        .addLbEndpoints(endpoint))
                .build();
        return Resource.of(ResourceType.ENDPOINT, name, assignment, "endpoints.yaml:" + port);
    }

    static Resource listener(String name, int content, String route) {
        HttpConnectionManager manager =
                manager(route).setStatPrefix("content-" + content).build();
        Listener listener = Listener.newBuilder()
                .setName(name)
                .setAddress(address(1024 + content))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder().setName("http").setTypedConfig(Any.pack(manager))))
                .build();
        return Resource.of(ResourceType.LISTENER, name, listener, "listeners.yaml:" + content);
    }

    /** A listener as gRPC clients want it. */
    static Resource apiListener(String name, String route) {
        Listener listener = Listener.newBuilder()
                .setName(name)
                .setApiListener(ApiListener.newBuilder()
                        .setApiListener(Any.pack(manager(route).build())))
                .build();
        return Resource.of(ResourceType.LISTENER, name, listener, "api-listeners.yaml");
    }

    private static HttpConnectionManager.Builder manager(String route) {
        return HttpConnectionManager.newBuilder()
                .setRds(Rds.newBuilder().setRouteConfigName(route).setConfigSource(ADS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())));
    }

    static Resource route(String name, int content, String... clusters) {
        return route(name, content, List.of(clusters));
    }

    static Resource route(String name, int content, Collection<String> clusters) {
        VirtualHost.Builder host =
                VirtualHost.newBuilder().setName("host-" + content).addDomains("*");
        for (String cluster : clusters) {
            host.addRoutes(Route.newBuilder()
                    .setMatch(RouteMatch.newBuilder().setPrefix(""))
                    .setRoute(RouteAction.newBuilder().setCluster(cluster)));
        }
        RouteConfiguration route = RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(host)
                .build();
        return Resource.of(ResourceType.ROUTE, name, route, "routes.yaml:" + content);
    }

    private static Address address(int port) {
        return Address.newBuilder()
                .setSocketAddress(
                        SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port))
                .build();
    }
}
