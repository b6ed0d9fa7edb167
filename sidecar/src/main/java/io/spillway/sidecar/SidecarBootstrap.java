package io.spillway.sidecar;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.ClusterManager;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.overload.v3.ScaleTimersOverloadActionConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.nio.file.Path;

/**
 * The bootstrap of a sidecar as a pure function of its configuration: who it is, where its control plane is, how it
 * protects itself and which figures it exposes. The same configuration gives the same bytes.
 */
public final class SidecarBootstrap {
    /** Name of the cluster, known to Envoy from its start, behind which the control plane is. */
    public static final String CONTROL_PLANE_CLUSTER = "spillway_control_plane";

    /** Name of the cluster that Envoy takes for its own service's instances. */
    static final String OWN_INSTANCES_CLUSTER = "spillway_own_instances";

    /** No limit on the first fetch: a sidecar that gave up waiting would be ready with no listener at all. */
    private static final ConfigSource FROM_ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .setInitialFetchTimeout(Durations.ZERO)
            .build();

    /** Key in Envoy's node metadata under which a sidecar says who it is. */
    public static final String METADATA_KEY = "spillway";

    private static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private static final String TLS_SOCKET = "envoy.transport_sockets.tls";

    private SidecarBootstrap() {}

    /** The bootstrap as Envoy's own message. */
    public static Bootstrap of(SidecarConfig config) {
        return Bootstrap.newBuilder()
                .setNode(node(config))
                .setAdmin(admin(config))
                .setDynamicResources(dynamicResources())
                .setStaticResources(Bootstrap.StaticResources.newBuilder()
                        .addClusters(controlPlane(config))
                        .addClusters(ownInstances(config)))
                .setClusterManager(ClusterManager.newBuilder().setLocalClusterName(OWN_INSTANCES_CLUSTER))
                .setOverloadManager(SidecarOverload.of(config))
                .setStatsConfig(SidecarStats.config())
                // Histograms are merged when somebody reads them, not every 5 s for nobody.
                .setStatsFlushOnAdmin(true)
                .setLayeredRuntime(runtime())
                .build();
    }

    /** The bootstrap as the JSON file that Envoy reads. */
    public static String json(SidecarConfig config) {
        try {
            return JsonFormat.printer()
                    .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder()
                            .add(FixedHeapConfig.getDescriptor())
                            .add(DownstreamConnectionsConfig.getDescriptor())
                            .add(ScaleTimersOverloadActionConfig.getDescriptor())
                            .add(HttpProtocolOptions.getDescriptor())
                            .add(UpstreamTlsContext.getDescriptor())
                            .build())
                    .preservingProtoFieldNames()
                    .print(of(config));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message of the bootstrap is not in the type registry", e);
        }
    }

    private static Node node(SidecarConfig config) {
        Struct identity = Struct.newBuilder()
                .putFields("service", text(config.service()))
                .putFields("instance", text(config.instance()))
                .putFields("zone", text(config.zone()))
                .putFields("address", text(config.address().getHostAddress()))
                .putFields("kind", text("sidecar"))
                .build();
        return Node.newBuilder()
                .setId(config.instance())
                .setCluster(config.service())
                .setLocality(Locality.newBuilder().setZone(config.zone()))
                .setMetadata(Struct.newBuilder()
                        .putFields(
                                METADATA_KEY,
                                Value.newBuilder().setStructValue(identity).build()))
                .build();
    }

    private static Admin admin(SidecarConfig config) {
        return Admin.newBuilder()
                .setAddress(address(config.address().getHostAddress(), config.adminPort()))
                // The admin interface must answer when the limit of connections is reached.
                .setIgnoreGlobalConnLimit(true)
                .build();
    }

    private static Bootstrap.DynamicResources dynamicResources() {
        // Envoy waits 0.5 s to 30 s by default; a control plane that restarts should be found again at once.
        BackoffStrategy backOff = BackoffStrategy.newBuilder()
                .setBaseInterval(Durations.fromMillis(200))
                .setMaxInterval(Durations.fromSeconds(2))
                .build();
        return Bootstrap.DynamicResources.newBuilder()
                .setAdsConfig(ApiConfigSource.newBuilder()
                        .setApiType(ApiConfigSource.ApiType.DELTA_GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .setSetNodeOnFirstMessageOnly(true)
                        .addGrpcServices(GrpcService.newBuilder()
                                .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder()
                                        .setClusterName(CONTROL_PLANE_CLUSTER)
                                        .setRetryPolicy(RetryPolicy.newBuilder().setRetryBackOff(backOff)))))
                .setLdsConfig(FROM_ADS)
                .setCdsConfig(FROM_ADS)
                .build();
    }

    private static Cluster controlPlane(SidecarConfig config) {
        ControlPlaneAddress target = config.controlPlane();
        // A control plane that is gone without a FIN is noticed after at most 15 s.
        HttpProtocolOptions http2 = HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                                .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                                        .setInterval(Durations.fromSeconds(10))
                                        .setTimeout(Durations.fromSeconds(5)))))
                .build();
        Cluster.Builder cluster = Cluster.newBuilder()
                .setName(CONTROL_PLANE_CLUSTER)
                .setType(target.isAddress() ? Cluster.DiscoveryType.STATIC : Cluster.DiscoveryType.STRICT_DNS)
                .setConnectTimeout(Durations.fromSeconds(1))
                .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(http2))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(CONTROL_PLANE_CLUSTER)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder()
                                                .setAddress(address(target.host(), target.port()))))));
        TlsFiles tls = target.tls();
        if (tls != null) {
            cluster.setTransportSocket(
                    TransportSocket.newBuilder().setName(TLS_SOCKET).setTypedConfig(Any.pack(tls(target, tls))));
        }
        return cluster.build();
    }

    /** Where the instances of the own service are: zone-aware choice compares it with where the callees are. */
    private static Cluster ownInstances(SidecarConfig config) {
        return Cluster.newBuilder()
                .setName(OWN_INSTANCES_CLUSTER)
                .setType(Cluster.DiscoveryType.EDS)
                .setConnectTimeout(Durations.fromSeconds(1))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder()
                        .setServiceName(config.service())
                        .setEdsConfig(FROM_ADS))
                .build();
    }

    private static UpstreamTlsContext tls(ControlPlaneAddress target, TlsFiles files) {
        SubjectAltNameMatcher name = SubjectAltNameMatcher.newBuilder()
                .setSanType(
                        target.isAddress()
                                ? SubjectAltNameMatcher.SanType.IP_ADDRESS
                                : SubjectAltNameMatcher.SanType.DNS)
                .setMatcher(StringMatcher.newBuilder().setExact(target.host()))
                .build();
        CommonTlsContext.Builder common = CommonTlsContext.newBuilder()
                .addAlpnProtocols("h2")
                .setValidationContext(CertificateValidationContext.newBuilder()
                        .setTrustedCa(file(files.ca()))
                        .addMatchTypedSubjectAltNames(name));
        TlsFiles.Identity identity = files.identity();
        if (identity != null) {
            common.addTlsCertificates(TlsCertificate.newBuilder()
                    .setCertificateChain(file(identity.certificate()))
                    .setPrivateKey(file(identity.key())));
        }
        UpstreamTlsContext.Builder context = UpstreamTlsContext.newBuilder().setCommonTlsContext(common);
        if (!target.isAddress()) {
            context.setSni(target.host());
        }
        return context.build();
    }

    private static LayeredRuntime runtime() {
        // The admin layer lets an on-call engineer change a runtime key by hand, until the next restart.
        return LayeredRuntime.newBuilder()
                .addLayers(RuntimeLayer.newBuilder().setName("static").setStaticLayer(Struct.getDefaultInstance()))
                .addLayers(RuntimeLayer.newBuilder()
                        .setName("admin")
                        .setAdminLayer(RuntimeLayer.AdminLayer.getDefaultInstance()))
                .build();
    }

    private static Address address(String host, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
                .build();
    }

    private static DataSource file(Path path) {
        return DataSource.newBuilder()
                .setFilename(path.toAbsolutePath().toString())
                .build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }
}
