package io.spillway.controlplane;

import io.spillway.envoyconfig.EnvoyResource;
import io.spillway.envoyconfig.ResourceYaml;
import java.util.List;
import java.util.Locale;

/**
 * The configuration of one sidecar in words: what {@code GET /v1/config} answers for each, and what {@code spillway
 * diff} compares.
 */
public record RenderedConfig(String service, String address, List<RenderedResource> resources) {
    /**
     * @param kind cluster, endpoint, listener or route
     * @param origin contract file and line, or default
     * @param yaml in Envoy's own field names
     */
    public record RenderedResource(String kind, String name, String origin, String yaml) {
        static RenderedResource of(EnvoyResource resource) {
            return new RenderedResource(
                    resource.kind().name().toLowerCase(Locale.ROOT),
                    resource.name(),
                    resource.origin().toString(),
                    ResourceYaml.printMessage(resource));
        }
    }

    /** All sidecars of a mesh. */
    public static List<RenderedConfig> of(MeshDirectory mesh) {
        return mesh.services().entrySet().stream()
                .map(entry -> new RenderedConfig(
                        entry.getKey().service(),
                        entry.getKey().address(),
                        entry.getValue().resources().stream()
                                .map(RenderedResource::of)
                                .toList()))
                .toList();
    }
}
