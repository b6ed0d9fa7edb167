package io.spillway.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to no one service: {@code mesh.yaml}. A directory without one has {@link #defaults()}.
 *
 * @param zones names of the zones; empty when instances have none
 * @param cells units of rollout
 * @param retryLayer who retries unless a service says otherwise
 * @param maxAmplification most attempts that one request may become along any path of calls
 * @param sidecarSizes by name
 * @param tracing null when there is none
 * @param origins where each key that the author wrote stands, by dotted path
 */
public record MeshContract(
        List<String> zones,
        List<String> cells,
        RetryLayer retryLayer,
        int maxAmplification,
        Map<String, SidecarSize> sidecarSizes,
        @Nullable Tracing tracing,
        Registry registry,
        Map<String, SourceLocation> origins) {

    /** What a sidecar gets when nobody says otherwise. */
    static final SidecarSize MEDIUM = new SidecarSize("medium", 1, 256L << 20, 10_000);

    /**
     * Where the endpoints of instances come from.
     *
     * @param files name of the endpoints file, relative to the contract directory
     */
    public record Registry(String files) {
        public static final Registry DEFAULT = new Registry("endpoints.yaml");
    }

    /**
     * @param otlpEndpoint {@code host:port} of an OpenTelemetry collector that speaks OTLP over gRPC
     * @param samplePercent part of the requests that is traced unless the caller decided, 0 to 100
     */
    public record Tracing(String otlpEndpoint, double samplePercent) {}

    public MeshContract {
        zones = List.copyOf(zones);
        cells = List.copyOf(cells);
        sidecarSizes = Map.copyOf(sidecarSizes);
        origins = Map.copyOf(origins);
    }

    /** With the default registry. */
    public MeshContract(
            List<String> zones,
            List<String> cells,
            RetryLayer retryLayer,
            int maxAmplification,
            Map<String, SidecarSize> sidecarSizes,
            @Nullable Tracing tracing,
            Map<String, SourceLocation> origins) {
        this(zones, cells, retryLayer, maxAmplification, sidecarSizes, tracing, Registry.DEFAULT, origins);
    }

    public static MeshContract defaults() {
        return new MeshContract(
                List.of(),
                List.of(),
                RetryLayer.SIDECAR,
                4,
                Map.of(
                        "small", new SidecarSize("small", 1, 128L << 20, 1_000),
                        "medium", MEDIUM,
                        "large", new SidecarSize("large", 2, 512L << 20, 50_000)),
                null,
                Map.of());
    }
}
