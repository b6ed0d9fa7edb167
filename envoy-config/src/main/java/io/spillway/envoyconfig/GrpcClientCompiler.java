package io.spillway.envoyconfig;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.Origin;
import io.spillway.contract.ServiceContract;
import io.spillway.envoyconfig.EnvoyResource.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What a gRPC client needs to call services of the mesh by {@code xds:///name} with no sidecar of its own: for each
 * service a listener, a route table, a cluster and its endpoints, in the subset of xDS that gRPC understands (gRFC
 * A27, A31, A44). Timeouts and retries are those that the service declared.
 */
public final class GrpcClientCompiler {
    private GrpcClientCompiler() {}

    /** Resources for all of the named services that have a contract. */
    public static List<EnvoyResource> compile(MeshState state, Collection<String> services) {
        List<EnvoyResource> resources = new ArrayList<>();
        for (String service : services) {
            ServiceContract contract = state.contracts().services().get(service);
            if (contract != null) {
                Origin origin = contract.origin("service");
                resources.add(new EnvoyResource(Kind.CLUSTER, service, cluster(service), origin));
                resources.add(EndpointAssignment.of(service, state.endpoints().of(service)));
                resources.add(new EnvoyResource(Kind.LISTENER, service, listener(service), origin));
                resources.add(new EnvoyResource(Kind.ROUTE, service, routes(contract), origin));
            }
        }
        return resources;
    }

    private static Cluster cluster(String service) {
        return Cluster.newBuilder()
                .setName(service)
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(Protos.FROM_ADS))
                .setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN)
                .build();
    }

    private static Listener listener(String service) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setRds(Rds.newBuilder().setRouteConfigName(service).setConfigSource(Protos.FROM_ADS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Protos.any(Router.getDefaultInstance())))
                .build();
        return Listener.newBuilder()
                .setName(service)
                .setApiListener(ApiListener.newBuilder().setApiListener(Protos.any(manager)))
                .build();
    }

    private static RouteConfiguration routes(ServiceContract contract) {
        VirtualHost.Builder host =
                VirtualHost.newBuilder().setName(contract.name()).addDomains("*");
        for (MethodPolicy method : new TreeMap<>(contract.methods()).values()) {
            RouteAction.Builder action = RouteAction.newBuilder()
                    .setCluster(contract.name())
                    .setMaxStreamDuration(MaxStreamDuration.newBuilder()
                            .setMaxStreamDuration(Protos.duration(method.timeout()))
                            .setGrpcTimeoutHeaderMax(Protos.duration(method.timeout())));
            RetryPolicies.of(method).ifPresent(retry -> action.setRetryPolicy(RetryPolicies.forGrpcClient(retry)));
            host.addRoutes(Route.newBuilder()
                    .setName(method.method())
                    .setMatch(RouteMatch.newBuilder().setPath("/" + method.method()))
                    .setRoute(action));
        }
        host.addRoutes(Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix(""))
                .setRoute(RouteAction.newBuilder().setCluster(contract.name())));
        return RouteConfiguration.newBuilder()
                .setName(contract.name())
                .addVirtualHosts(host)
                .build();
    }
}
