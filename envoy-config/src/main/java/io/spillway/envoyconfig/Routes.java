package io.spillway.envoyconfig;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.RetryLayer;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.contract.ServiceContract.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Route tables of one sidecar. Egress: a virtual host for each declared callee, chosen by authority, with a route for
 * each of the callee's methods that carries the timeout and retries that the callee declared. Ingress: the same
 * timeouts, no retries: one layer retries, and that is the caller's.
 */
final class Routes {
    static final String INGRESS = "ingress";
    static final String EGRESS = "egress";

    /** For what no contract declares; Envoy's own default, written down so that a reader sees it. */
    private static final Duration UNDECLARED_TIMEOUT = Duration.ofSeconds(15);

    private Routes() {}

    static EnvoyResource ingress(ServiceContract contract) {
        VirtualHost.Builder host =
                VirtualHost.newBuilder().setName(contract.name()).addDomains("*");
        methods(contract).forEach(method -> host.addRoutes(route(method, contract, Clusters.APPLICATION)));
        host.addRoutes(fallthrough(Clusters.APPLICATION, contract.protocol()));
        RouteConfiguration routes = RouteConfiguration.newBuilder()
                .setName(INGRESS)
                .addVirtualHosts(host)
                .build();
        return new EnvoyResource(EnvoyResource.Kind.ROUTE, INGRESS, routes, contract.origin("service"));
    }

    static EnvoyResource egress(ServiceView view) {
        ServiceContract contract = view.contract();
        List<VirtualHost> hosts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Egress egress : contract.egress()) {
            ServiceContract callee =
                    egress.service() == null ? null : view.callees().get(egress.service());
            if (callee != null) {
                hosts.add(callee(callee, contract.retryLayer()));
            } else if (egress.host() != null) {
                HostAndPort host = HostAndPort.parse(egress.host());
                VirtualHost.Builder external = external(host);
                if (names.add(host.host())) {
                    // A caller that names no port means the first that was declared.
                    external.addDomains(host.host());
                }
                hosts.add(external.build());
            }
        }
        hosts.add(undeclared(contract));
        RouteConfiguration routes = RouteConfiguration.newBuilder()
                .setName(EGRESS)
                .addAllVirtualHosts(hosts)
                .build();
        return new EnvoyResource(EnvoyResource.Kind.ROUTE, EGRESS, routes, contract.origin("egress"));
    }

    private static VirtualHost callee(ServiceContract callee, RetryLayer retryLayer) {
        VirtualHost.Builder host = VirtualHost.newBuilder()
                .setName(callee.name())
                .addDomains(callee.name())
                .addDomains(callee.name() + ":*");
        methods(callee).forEach(method -> {
            Route.Builder route = route(method, callee, callee.name()).toBuilder();
            if (retryLayer == RetryLayer.SIDECAR) {
                RetryPolicies.of(method)
                        .ifPresent(retry -> route.getRouteBuilder().setRetryPolicy(retry));
            }
            host.addRoutes(route);
        });
        return host.addRoutes(fallthrough(callee.name(), callee.protocol())).build();
    }

    private static VirtualHost.Builder external(HostAndPort host) {
        return VirtualHost.newBuilder()
                .setName(host.toString())
                .addDomains(host.toString())
                .addRoutes(fallthrough(host.toString(), Protocol.HTTP1));
    }

    /** A call to something undeclared is answered with what to do about it. */
    private static VirtualHost undeclared(ServiceContract contract) {
        return VirtualHost.newBuilder()
                .setName("undeclared")
                .addDomains("*")
                .addRoutes(Route.newBuilder()
                        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setDirectResponse(DirectResponseAction.newBuilder()
                                .setStatus(502)
                                .setBody(DataSource.newBuilder()
                                        .setInlineString("Not in the egress of " + contract.name() + ": add it to "
                                                + contract.location().file() + "\n"))))
                .build();
    }

    private static Iterable<MethodPolicy> methods(ServiceContract contract) {
        return new TreeMap<>(contract.methods()).values();
    }

    private static Route route(MethodPolicy method, ServiceContract owner, String cluster) {
        Route.Builder route = Route.newBuilder()
                .setName(method.method())
                .setMatch(RouteMatch.newBuilder().setPath("/" + method.method()))
                .setRoute(RouteAction.newBuilder()
                        .setCluster(cluster)
                        // Not the route's timeout: Envoy ignores it beside a max_stream_duration, see decision 0011.
                        .setMaxStreamDuration(MaxStreamDuration.newBuilder()
                                .setMaxStreamDuration(Protos.duration(method.timeout()))
                                // A caller's grpc-timeout shortens the call; it never lengthens it.
                                .setGrpcTimeoutHeaderMax(Protos.duration(method.timeout()))));
        if (owner.protocol() == Protocol.GRPC && !method.timeout().isZero()) {
            // A caller that set no deadline gets the declared one, so that the callee knows when to give up.
            route.addRequestHeadersToAdd(HeaderValueOption.newBuilder()
                    .setHeader(HeaderValue.newBuilder().setKey("grpc-timeout").setValue(grpcTimeout(method.timeout())))
                    .setAppendAction(HeaderAppendAction.ADD_IF_ABSENT));
        }
        return route.build();
    }

    /** At most eight digits and a unit (gRPC over HTTP/2): milliseconds up to a day, seconds beyond. */
    private static String grpcTimeout(Duration timeout) {
        long millis = Math.max(1, timeout.toMillis());
        return millis < 100_000_000 ? millis + "m" : timeout.toSeconds() + "S";
    }

    private static Route fallthrough(String cluster, Protocol protocol) {
        RouteAction.Builder action = RouteAction.newBuilder().setCluster(cluster);
        if (protocol == Protocol.GRPC) {
            action.setMaxStreamDuration(MaxStreamDuration.newBuilder()
                    .setMaxStreamDuration(Protos.duration(UNDECLARED_TIMEOUT))
                    .setGrpcTimeoutHeaderMax(Protos.duration(Duration.ZERO)));
        } else {
            action.setTimeout(Protos.duration(UNDECLARED_TIMEOUT));
        }
        return Route.newBuilder()
                .setName("undeclared-method")
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(action)
                .build();
    }
}
