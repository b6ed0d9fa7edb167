package io.spillway.xds;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All resources that one group of clients should have. Immutable and thread-safe; equality is one comparison of
 * hashes, so publishing an unchanged set again costs next to nothing.
 */
public final class ResourceSet {
    private static final ResourceSet EMPTY = builder().build();

    private final Map<ResourceType, Map<String, Resource>> resources;
    private final String version;

    private ResourceSet(Map<ResourceType, Map<String, Resource>> resources, String version) {
        this.resources = resources;
        this.version = version;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** No resources: a client that is given it removes what it has. */
    public static ResourceSet empty() {
        return EMPTY;
    }

    /** The resources of one type by name, in the order of their names. */
    public Map<String, Resource> of(ResourceType type) {
        return resources.getOrDefault(type, Map.of());
    }

    /** A hash over the types, names and versions of all resources, in hex. */
    public String version() {
        return version;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof ResourceSet that && version.equals(that.version));
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    @Override
    public String toString() {
        return "ResourceSet@" + version;
    }

    /** Collects resources; not thread-safe. */
    public static final class Builder {
        private final Map<ResourceType, SortedMap<String, Resource>> resources = new EnumMap<>(ResourceType.class);

        private Builder() {}

        /**
         * Adds one resource.
         *
         * @throws IllegalArgumentException when the set has a different resource of that type and name
         */
        public Builder add(Resource resource) {
            Resource before = resources
                    .computeIfAbsent(resource.type(), type -> new TreeMap<>())
                    .putIfAbsent(resource.name(), resource);
            if (before != null && !before.equals(resource)) {
                throw new IllegalArgumentException("two contents of " + resource.type() + " " + resource.name()
                        + ": from " + before.origin() + " and from " + resource.origin() + " (expected: one)");
            }
            return this;
        }

        public Builder addAll(Iterable<Resource> more) {
            more.forEach(this::add);
            return this;
        }

        public ResourceSet build() {
            StringBuilder identity = new StringBuilder();
            Map<ResourceType, Map<String, Resource>> copy = new EnumMap<>(ResourceType.class);
            resources.forEach((type, byName) -> {
                copy.put(type, Collections.unmodifiableMap(new TreeMap<>(byName)));
                byName.values()
                        .forEach(resource -> identity.append(type)
                                .append(' ')
                                .append(resource.name())
                                .append('\n')
                                .append(resource.version())
                                .append('\n'));
            });
            byte[] hash = Resource.sha256(identity.toString().getBytes(StandardCharsets.UTF_8));
            return new ResourceSet(copy, HexFormat.of().formatHex(hash, 0, 16));
        }
    }
}
