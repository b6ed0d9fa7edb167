package io.spillway.xds;

import org.jspecify.annotations.Nullable;

/**
 * What a client has under one name. The content is unknown when the client brought the version along from an earlier
 * control plane and it is not the wanted one.
 */
record Holding(String version, @Nullable Resource resource) {
    static Holding of(Resource resource) {
        return new Holding(resource.version(), resource);
    }
}
