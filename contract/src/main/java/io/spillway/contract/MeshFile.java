package io.spillway.contract;

import io.spillway.contract.MeshContract.Registry;
import io.spillway.contract.MeshContract.Tracing;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Toggle;
import io.spillway.contract.yaml.Types;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of {@code mesh.yaml}: this table is what is parsed, documented, and given to editors. */
final class MeshFile {
    // sidecarSizes.*
    static final Key<Integer> CONCURRENCY = Key.required("concurrency", Types.wholeNumber(1, 256))
            .describedAs("Worker threads of Envoy.")
            .example("1")
            .becomes("command line: --concurrency");
    static final Key<Long> MEMORY = Key.required("memory", Types.size(32L << 20, 64L << 30))
            .describedAs("Heap at which Envoy begins to protect itself.")
            .example("256MiB")
            .becomes("bootstrap: overload_manager fixed_heap.max_heap_size_bytes");
    static final Key<Integer> MAX_CONNECTIONS = Key.required("maxConnections", Types.wholeNumber(1, 1_000_000))
            .describedAs("Downstream connections that the sidecar accepts.")
            .example("10000")
            .becomes("bootstrap: overload_manager max_active_downstream_connections");
    static final Schema SIDECAR_SIZE_KEYS = Schema.of(CONCURRENCY, MEMORY, MAX_CONNECTIONS);

    // tracing
    static final Key<String> OTLP_ENDPOINT = Key.required("otlpEndpoint", Types.hostAndPort())
            .describedAs("An OpenTelemetry collector that speaks OTLP over gRPC.")
            .example("127.0.0.1:4317")
            .becomes("listener: tracing.provider opentelemetry grpc_service");
    static final Key<Double> SAMPLE_PERCENT = Key.optional("samplePercent", Types.number(0, 100))
            .orElse(1.0)
            .describedAs("Part of the requests that is traced unless the caller decided, in percent.")
            .example("1")
            .becomes("listener: tracing.random_sampling");
    static final Schema TRACING_KEYS = Schema.of(OTLP_ENDPOINT, SAMPLE_PERCENT);

    // tiers.*
    static final Key<Duration> TIER_TIMEOUT = Key.optional(
                    "timeout", Types.duration(OptionTable.TIMEOUT.min(), OptionTable.TIMEOUT.max()))
            .describedAs("The timeout of methods whose `.proto` declares none, instead of 1 s.")
            .example("1s")
            .becomes("route: timeout");
    static final Key<Toggle<Section>> TIER_ADAPTIVE_CONCURRENCY = Key.optional(
                    "adaptiveConcurrency", Types.orOff(Types.section(ServiceFile.ADAPTIVE_CONCURRENCY_KEYS)))
            .describedAs("As `protect.adaptiveConcurrency` in service.yaml, for services that do not write it.")
            .example("{}")
            .becomes("listener: http_filters adaptive_concurrency");
    static final Key<Toggle<Section>> TIER_OUTLIER_DETECTION = Key.optional(
                    "outlierDetection", Types.orOff(Types.section(ServiceFile.OUTLIER_DETECTION_KEYS)))
            .describedAs("As `protect.outlierDetection` in service.yaml, for services that do not write it.")
            .example("{}")
            .becomes("cluster: outlier_detection");
    static final Schema TIER_KEYS = Schema.of(TIER_TIMEOUT, TIER_ADAPTIVE_CONCURRENCY, TIER_OUTLIER_DETECTION);

    // registry
    static final Key<String> REGISTRY_FILES = Key.optional("files", Types.relativePath())
            .orElse("endpoints.yaml")
            .describedAs("The file with the endpoints, relative to the contract directory.")
            .example("endpoints.yaml");
    static final Schema REGISTRY_KEYS = Schema.of(REGISTRY_FILES);

    // the file
    static final Key<List<Located<String>>> ZONES = Key.optional("zones", Types.listOf(Types.name()))
            .orElse(List.of())
            .describedAs("The zones in which instances can be; empty when instances have none.")
            .example("[a, b]")
            .becomes("endpoint: locality.zone");
    static final Key<List<Located<String>>> CELLS = Key.optional("cells", Types.listOf(Types.name()))
            .orElse(List.of())
            .describedAs("The units of rollout.")
            .example("[cell-1, cell-2]");
    static final Key<RetryLayer> RETRY_LAYER = Key.optional("retryLayer", Types.oneOf(RetryLayer.class))
            .orElse(RetryLayer.SIDECAR)
            .describedAs("The one layer that retries: the caller's sidecar or the Spillway client in the caller.")
            .example("sidecar")
            .becomes("route: retry_policy");
    static final Key<Integer> MAX_AMPLIFICATION = Key.optional("maxAmplification", Types.wholeNumber(1, 10_000))
            .orElse(4)
            .describedAs("Most attempts that one request may become along any path of calls.")
            .example("4");
    static final Key<Map<String, Located<Section>>> SIDECAR_SIZES = Key.optional(
                    "sidecarSizes", Types.mapOf(Types.name(), Types.section(SIDECAR_SIZE_KEYS)))
            .orElse(Map.of())
            .describedAs("Sizes of sidecars by name, added to or in place of `small`, `medium` and `large`.")
            .example("{huge: {concurrency: 4, memory: 1GiB, maxConnections: 100000}}");
    static final Key<Section> TRACING = Key.optional("tracing", Types.section(TRACING_KEYS))
            .describedAs("Where traces go; no tracing when left out.")
            .example("{otlpEndpoint: 127.0.0.1:4317}")
            .becomes("listener: tracing");
    static final Key<Map<String, Located<Section>>> TIERS = Key.optional(
                    "tiers", Types.mapOf(Types.text("a tier 0 to 3", "[0-3]"), Types.section(TIER_KEYS)))
            .orElse(Map.of())
            .describedAs("Defaults for the services of a tier. What a service or its `.proto` writes wins.")
            .example("{0: {timeout: 1s, adaptiveConcurrency: {}}}");
    static final Key<Section> REGISTRY = Key.optional("registry", Types.section(REGISTRY_KEYS))
            .describedAs("Where the endpoints of the instances come from.")
            .example("{files: endpoints.yaml}")
            .becomes("endpoint");

    static final Schema KEYS =
            Schema.of(ZONES, CELLS, RETRY_LAYER, MAX_AMPLIFICATION, SIDECAR_SIZES, TRACING, TIERS, REGISTRY);

    private MeshFile() {}

    static MeshContract contract(Section section) {
        Map<String, SidecarSize> sizes =
                new LinkedHashMap<>(MeshContract.defaults().sidecarSizes());
        section.get(SIDECAR_SIZES)
                .forEach((name, size) -> sizes.put(
                        name,
                        new SidecarSize(
                                name,
                                size.value().get(CONCURRENCY),
                                size.value().get(MEMORY),
                                size.value().get(MAX_CONNECTIONS))));
        return new MeshContract(
                section.get(ZONES).stream().map(Located::value).toList(),
                section.get(CELLS).stream().map(Located::value).toList(),
                section.get(RETRY_LAYER),
                section.get(MAX_AMPLIFICATION),
                sizes,
                section.find(TRACING)
                        .map(tracing -> new Tracing(tracing.get(OTLP_ENDPOINT), tracing.get(SAMPLE_PERCENT)))
                        .orElse(null),
                new Registry(section.section(REGISTRY).get(REGISTRY_FILES)),
                section.origins());
    }
}
