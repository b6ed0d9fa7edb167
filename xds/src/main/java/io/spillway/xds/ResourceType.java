package io.spillway.xds;

import java.util.Optional;

/**
 * The xDS resource types that are delivered, in the order in which a client may learn of new ones: a type only names
 * resources of the types before it, except that a listener names the route configurations that follow it.
 */
public enum ResourceType {
    CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster"),
    ENDPOINT("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"),
    LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener"),
    ROUTE("type.googleapis.com/envoy.config.route.v3.RouteConfiguration");

    private final String typeUrl;

    ResourceType(String typeUrl) {
        this.typeUrl = typeUrl;
    }

    /** The type URL as it stands in xDS requests and in {@code Any}. */
    public String typeUrl() {
        return typeUrl;
    }

    static Optional<ResourceType> ofTypeUrl(String typeUrl) {
        for (ResourceType type : values()) {
            if (type.typeUrl.equals(typeUrl)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
