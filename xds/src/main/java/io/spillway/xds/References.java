package io.spillway.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of other resources that a resource's bytes contain: all that ordering needs to know of its content. A
 * cluster names the endpoints it takes from this stream, a listener its route configurations and clusters, a route
 * configuration its clusters. Names that nobody delivers (a cluster of the bootstrap) do no harm here: only names
 * that are also in the wanted set are waited for.
 */
record References(Set<String> clusters, Set<String> routes, Set<String> endpoints) {
    static final References NONE = new References(Set.of(), Set.of(), Set.of());

    /** String fields that hold a cluster's name: routes, mirrors, TCP proxy, gRPC services, HTTP URIs. */
    private static final Set<String> CLUSTER_FIELDS = Set.of("cluster", "cluster_name");

    private static final List<Message> UNPACKED =
            List.of(HttpConnectionManager.getDefaultInstance(), TcpProxy.getDefaultInstance());

    static References of(ResourceType type, Message message) {
        return switch (type) {
            case CLUSTER -> message instanceof Cluster cluster ? ofCluster(cluster) : NONE;
            case ENDPOINT -> NONE;
            case LISTENER, ROUTE -> {
                Set<String> clusters = new HashSet<>();
                Set<String> routes = new HashSet<>();
                collect(message, clusters, routes);
                yield new References(Set.copyOf(clusters), Set.copyOf(routes), Set.of());
            }
        };
    }

    private static References ofCluster(Cluster cluster) {
        if (cluster.getType() != Cluster.DiscoveryType.EDS) {
            return NONE;
        }
        ConfigSource source = cluster.getEdsClusterConfig().getEdsConfig();
        if (!source.hasAds() && !source.hasSelf()) {
            return NONE;
        }
        String service = cluster.getEdsClusterConfig().getServiceName();
        return new References(Set.of(), Set.of(), Set.of(service.isEmpty() ? cluster.getName() : service));
    }

    private static void collect(Message message, Set<String> clusters, Set<String> routes) {
        if (message instanceof Any any) {
            unpack(any, clusters, routes);
            return;
        }
        if (message instanceof Rds rds) {
            routes.add(rds.getRouteConfigName());
            return;
        }
        boolean weighted = isClusterWeight(message.getDescriptorForType());
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            FieldDescriptor descriptor = field.getKey();
            if (descriptor.getJavaType() == JavaType.MESSAGE) {
                if (field.getValue() instanceof Collection<?> values) {
                    values.forEach(value -> collect((Message) value, clusters, routes));
                } else {
                    collect((Message) field.getValue(), clusters, routes);
                }
            } else if (field.getValue() instanceof String name
                    && (CLUSTER_FIELDS.contains(descriptor.getName())
                            || (weighted && descriptor.getName().equals("name")))) {
                clusters.add(name);
            }
        }
    }

    private static boolean isClusterWeight(Descriptor descriptor) {
        return descriptor.getName().equals("ClusterWeight");
    }

    private static void unpack(Any any, Set<String> clusters, Set<String> routes) {
        for (Message known : UNPACKED) {
            if (any.getTypeUrl().endsWith("/" + known.getDescriptorForType().getFullName())) {
                try {
                    collect(known.getParserForType().parseFrom(any.getValue()), clusters, routes);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalArgumentException(
                            "body: Any of " + any.getTypeUrl() + " does not parse (expected: its bytes)", e);
                }
            }
        }
    }
}
