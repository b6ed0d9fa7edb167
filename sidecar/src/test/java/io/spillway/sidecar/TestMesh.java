package io.spillway.sidecar;

import static io.spillway.sidecar.TestControlPlane.resource;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.RuntimeFeatureFlag;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig.ConcurrencyLimitCalculationParams;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig.MinimumRTTCalculationParams;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.service.discovery.v3.Resource;

/** Listeners and clusters of the shape that a mesh sends to a sidecar. */
final class TestMesh {
    private TestMesh() {}

    /** A listener on a free port of loopback with one route to each of its clusters, by host name. */
    static Resource listener(String name, String... clusters) {
        RouteConfiguration.Builder routes = RouteConfiguration.newBuilder().setName(name);
        for (String cluster : clusters) {
            routes.addVirtualHosts(VirtualHost.newBuilder()
                    .setName(cluster)
                    .addDomains(clusters.length == 1 ? "*" : cluster)
                    .addRoutes(Route.newBuilder()
                            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                            .setRoute(RouteAction.newBuilder()
                                    .setCluster(cluster)
                                    .setTimeout(Durations.fromSeconds(30))
                                    .setRetryPolicy(RetryPolicy.newBuilder()
                                            .setRetryOn("unavailable")
                                            .setNumRetries(UInt32Value.of(1))))));
        }
        AdaptiveConcurrency concurrency = AdaptiveConcurrency.newBuilder()
                .setEnabled(RuntimeFeatureFlag.newBuilder()
                        .setDefaultValue(BoolValue.of(true))
                        .setRuntimeKey("adaptive"))
                .setGradientControllerConfig(GradientControllerConfig.newBuilder()
                        .setConcurrencyLimitParams(ConcurrencyLimitCalculationParams.newBuilder()
                                .setConcurrencyUpdateInterval(Durations.fromMillis(100)))
                        .setMinRttCalcParams(
                                MinimumRTTCalculationParams.newBuilder().setInterval(Durations.fromSeconds(60))))
                .build();
        HttpConnectionManager.Builder manager =
                HttpConnectionManager.newBuilder().setStatPrefix(name).setRouteConfig(routes);
        if (name.equals("ingress")) {
            manager.addHttpFilters(HttpFilter.newBuilder()
                    .setName("envoy.filters.http.adaptive_concurrency")
                    .setTypedConfig(Any.pack(concurrency)));
        }
        manager.addHttpFilters(HttpFilter.newBuilder()
                .setName("envoy.filters.http.router")
                .setTypedConfig(Any.pack(Router.getDefaultInstance())));
        return resource(
                name,
                Listener.newBuilder()
                        .setName(name)
                        .setStatPrefix(name)
                        .setAddress(address(0))
                        .addFilterChains(FilterChain.newBuilder()
                                .addFilters(Filter.newBuilder()
                                        .setName("envoy.filters.network.http_connection_manager")
                                        .setTypedConfig(Any.pack(manager.build()))))
                        .build());
    }

    static Resource cluster(String name, int port) {
        return resource(
                name,
                Cluster.newBuilder()
                        .setName(name)
                        .setConnectTimeout(Durations.fromSeconds(1))
                        .setOutlierDetection(OutlierDetection.getDefaultInstance())
                        .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                                .setClusterName(name)
                                .addEndpoints(LocalityLbEndpoints.newBuilder()
                                        .addLbEndpoints(LbEndpoint.newBuilder()
                                                .setEndpoint(
                                                        Endpoint.newBuilder().setAddress(address(port))))))
                        .build());
    }

    private static Address address(int port) {
        return Address.newBuilder()
                .setSocketAddress(
                        SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port))
                .build();
    }
}
