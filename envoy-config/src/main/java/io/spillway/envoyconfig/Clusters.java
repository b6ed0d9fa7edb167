package io.spillway.envoyconfig;

import com.google.protobuf.Any;
import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CustomClusterType;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.UpstreamHttpProtocolOptions;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.spillway.contract.MeshContract.Tracing;
import io.spillway.contract.Origin;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Protocol;
import java.time.Duration;

/** The clusters of one sidecar: its own application, one for each declared egress, the trace collector. */
final class Clusters {
    /** The application beside the sidecar. */
    static final String APPLICATION = "application";
    /** Where spans go. */
    static final String TRACES = "spillway_traces";

    /** The sidecar closes idle connections before a server that keeps them for the usual 300 s does: decision 0012. */
    private static final Duration UPSTREAM_IDLE = Duration.ofMinutes(4);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private static final String SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt";

    /**
     * Envoy's defaults (1,024 connections, requests, pending; 3 retries) dropped real traffic in production, so they
     * are out of reach: decision 0013. The retry budget is the one that stays.
     */
    private static final CircuitBreakers NO_BREAKER = CircuitBreakers.newBuilder()
            .addThresholds(unlimited(RoutingPriority.DEFAULT))
            .addThresholds(unlimited(RoutingPriority.HIGH))
            .build();

    private Clusters() {}

    static EnvoyResource application(ServiceContract contract, String address) {
        Cluster cluster = base(APPLICATION, contract.protocol())
                .setType(Cluster.DiscoveryType.STATIC)
                .setLoadAssignment(assignment(APPLICATION, address, contract.port()))
                .build();
        return new EnvoyResource(EnvoyResource.Kind.CLUSTER, APPLICATION, cluster, contract.origin("port"));
    }

    /** A cluster whose endpoints come over EDS under the callee's name. */
    static EnvoyResource egress(ServiceContract callee, Origin origin) {
        Cluster.Builder cluster = base(callee.name(), callee.protocol())
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(Protos.FROM_ADS))
                .setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                        .setZoneAwareLbConfig(Cluster.CommonLbConfig.ZoneAwareLbConfig.newBuilder()
                                .setMinClusterSize(UInt64Value.of(2))))
                .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST);
        ServiceContract.OutlierDetection outliers = callee.protect().outlierDetection();
        if (outliers != null) {
            cluster.setOutlierDetection(OutlierDetection.newBuilder()
                    .setConsecutive5Xx(Protos.uint32(outliers.consecutive5xx()))
                    .setInterval(Protos.duration(outliers.interval()))
                    .setBaseEjectionTime(Protos.duration(outliers.baseEjectionTime()))
                    .setMaxEjectionPercent(Protos.uint32(outliers.maxEjectionPercent())));
        }
        return new EnvoyResource(EnvoyResource.Kind.CLUSTER, callee.name(), cluster.build(), origin);
    }

    /** A host outside the mesh: TLS to port 443, plain to any other. */
    static EnvoyResource external(HostAndPort host, Origin origin) {
        Cluster.Builder cluster = base(host.toString(), Protocol.HTTP1)
                .setClusterType(dns())
                .setLoadAssignment(assignment(host.toString(), host.host(), host.port()));
        if (host.port() == 443) {
            cluster.setTransportSocket(tls()).putTypedExtensionProtocolOptions(HTTP_OPTIONS, negotiated());
        }
        return new EnvoyResource(EnvoyResource.Kind.CLUSTER, host.toString(), cluster.build(), origin);
    }

    static EnvoyResource traces(Tracing tracing, Origin origin) {
        HostAndPort collector = HostAndPort.parse(tracing.otlpEndpoint());
        Cluster cluster = base(TRACES, Protocol.GRPC)
                .setClusterType(dns())
                .setLoadAssignment(assignment(TRACES, collector.host(), collector.port()))
                .build();
        return new EnvoyResource(EnvoyResource.Kind.CLUSTER, TRACES, cluster, origin);
    }

    private static Cluster.Builder base(String name, Protocol protocol) {
        return Cluster.newBuilder()
                .setName(name)
                // Envoy ends a cluster's name in a statistic at the first dot.
                .setAltStatName(name.replace('.', '_').replace(':', '_'))
                .setConnectTimeout(Protos.duration(CONNECT_TIMEOUT))
                .setCircuitBreakers(NO_BREAKER)
                .putTypedExtensionProtocolOptions(HTTP_OPTIONS, http(protocol));
    }

    private static Any http(Protocol protocol) {
        var explicit = ExplicitHttpConfig.newBuilder();
        switch (protocol) {
            case HTTP1 -> explicit.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance());
            case HTTP2, GRPC ->
                explicit.setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                        // A dead peer that never answers is noticed by a ping, not by the callers' timeouts.
                        .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                                .setInterval(Protos.duration(Duration.ofSeconds(30)))
                                .setTimeout(Protos.duration(Duration.ofSeconds(5)))));
        }
        return Protos.any(upstream().setExplicitHttpConfig(explicit).build());
    }

    /** HTTP/2 where the host offers it in the TLS handshake; its certificate must be for the name that was asked. */
    private static Any negotiated() {
        return Protos.any(upstream()
                .setAutoConfig(AutoHttpConfig.getDefaultInstance())
                .setUpstreamHttpProtocolOptions(UpstreamHttpProtocolOptions.newBuilder()
                        .setAutoSni(true)
                        .setAutoSanValidation(true))
                .build());
    }

    private static HttpProtocolOptions.Builder upstream() {
        return HttpProtocolOptions.newBuilder()
                .setCommonHttpProtocolOptions(io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
                        .setIdleTimeout(Protos.duration(UPSTREAM_IDLE)));
    }

    /** Connects to the first address that answers and asks again when the record's own time is over. */
    private static CustomClusterType dns() {
        return CustomClusterType.newBuilder()
                .setName("envoy.clusters.dns")
                .setTypedConfig(Protos.any(DnsCluster.newBuilder()
                        .setRespectDnsTtl(true)
                        .setAllAddressesInSingleEndpoint(true)
                        .build()))
                .build();
    }

    private static Thresholds unlimited(RoutingPriority priority) {
        return Thresholds.newBuilder()
                .setPriority(priority)
                .setMaxConnections(Protos.uint32(Integer.MAX_VALUE))
                .setMaxPendingRequests(Protos.uint32(Integer.MAX_VALUE))
                .setMaxRequests(Protos.uint32(Integer.MAX_VALUE))
                .setRetryBudget(Thresholds.RetryBudget.newBuilder()
                        .setBudgetPercent(Protos.percent(20))
                        .setMinRetryConcurrency(Protos.uint32(3)))
                .build();
    }

    private static ClusterLoadAssignment assignment(String cluster, String host, int port) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(cluster)
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(Protos.address(host, port)))))
                .build();
    }

    private static TransportSocket tls() {
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Protos.any(UpstreamTlsContext.newBuilder()
                        .setCommonTlsContext(CommonTlsContext.newBuilder()
                                .setValidationContext(CertificateValidationContext.newBuilder()
                                        .setTrustedCa(DataSource.newBuilder().setFilename(SYSTEM_CA))))
                        .build()))
                .build();
    }
}
