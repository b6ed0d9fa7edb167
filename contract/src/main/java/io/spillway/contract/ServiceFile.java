package io.spillway.contract;

import io.spillway.contract.ServiceContract.AdaptiveConcurrency;
import io.spillway.contract.ServiceContract.EnvoyPatch;
import io.spillway.contract.ServiceContract.OutlierDetection;
import io.spillway.contract.ServiceContract.Protocol;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Toggle;
import io.spillway.contract.yaml.Type;
import io.spillway.contract.yaml.Types;
import java.time.Duration;
import java.util.List;

/** Every key of {@code service.yaml}: this table is what is parsed, documented, and given to editors. */
final class ServiceFile {
    private static final String METHOD = "[A-Za-z_][A-Za-z0-9_.]*/[A-Za-z_][A-Za-z0-9_]*";
    private static final Type<Integer> PORT_NUMBER = Types.wholeNumber(1, 65_535);

    // protect.adaptiveConcurrency
    static final Key<Double> SAMPLE_AGGREGATE_PERCENTILE = Key.optional(
                    "sampleAggregatePercentile", Types.number(1, 100))
            .orElse(90.0)
            .describedAs("The latency percentile that is compared with the ideal one.")
            .example("90")
            .becomes("adaptive_concurrency: gradient_controller_config.sample_aggregate_percentile");
    static final Key<Duration> UPDATE_INTERVAL = Key.optional(
                    "updateInterval", Types.duration(Duration.ofMillis(1), Duration.ofMinutes(1)))
            .orElse(Duration.ofMillis(100))
            .describedAs("How often the limit is computed anew.")
            .example("100ms")
            .becomes("adaptive_concurrency: concurrency_limit_params.concurrency_update_interval");
    static final Key<Duration> MIN_RTT_INTERVAL = Key.optional(
                    "minRttInterval", Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)))
            .orElse(Duration.ofSeconds(60))
            .describedAs("How often the ideal latency is measured anew.")
            .example("60s")
            .becomes("adaptive_concurrency: min_rtt_calc_params.interval");
    /** Not Envoy's default of 3, which refuses ordinary traffic at each measurement: decision 0015. */
    static final Key<Integer> MIN_CONCURRENCY = Key.optional("minConcurrency", Types.wholeNumber(1, 1_000_000))
            .orElse(50)
            .describedAs("Requests in flight that are always let in, also while the ideal latency is measured: fewer"
                    + " than the service can work on at full speed. `maxConcurrency` wins when it is lower.")
            .example("50")
            .becomes("adaptive_concurrency: min_rtt_calc_params.min_concurrency");

    static final Key<Integer> MAX_CONCURRENCY = Key.optional("maxConcurrency", Types.wholeNumber(1, 1_000_000))
            .orElse(1_000)
            .describedAs("Requests in flight that the limit never exceeds.")
            .example("1000")
            .becomes("adaptive_concurrency: concurrency_limit_params.max_concurrency_limit");
    static final Schema ADAPTIVE_CONCURRENCY_KEYS =
            Schema.of(SAMPLE_AGGREGATE_PERCENTILE, UPDATE_INTERVAL, MIN_RTT_INTERVAL, MIN_CONCURRENCY, MAX_CONCURRENCY);

    // protect.outlierDetection
    static final Key<Integer> CONSECUTIVE_5XX = Key.optional("consecutive5xx", Types.wholeNumber(1, 10_000))
            .orElse(5)
            .describedAs(
                    "Failures in a row after which an instance is ejected; gRPC statuses count as their HTTP codes.")
            .example("5")
            .becomes("cluster: outlier_detection.consecutive_5xx");
    static final Key<Duration> INTERVAL = Key.optional(
                    "interval", Types.duration(Duration.ofMillis(100), Duration.ofHours(1)))
            .orElse(Duration.ofSeconds(10))
            .describedAs("How often ejected instances are looked at for their return.")
            .example("10s")
            .becomes("cluster: outlier_detection.interval");
    static final Key<Duration> BASE_EJECTION_TIME = Key.optional(
                    "baseEjectionTime", Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)))
            .orElse(Duration.ofSeconds(30))
            .describedAs("How long the first ejection lasts; the n-th lasts n times as long.")
            .example("30s")
            .becomes("cluster: outlier_detection.base_ejection_time");
    static final Key<Integer> MAX_EJECTION_PERCENT = Key.optional("maxEjectionPercent", Types.wholeNumber(0, 100))
            .orElse(30)
            .describedAs("Never more of the instances than this, in percent.")
            .example("30")
            .becomes("cluster: outlier_detection.max_ejection_percent");
    static final Schema OUTLIER_DETECTION_KEYS =
            Schema.of(CONSECUTIVE_5XX, INTERVAL, BASE_EJECTION_TIME, MAX_EJECTION_PERCENT);

    // protect
    static final Key<Toggle<Section>> ADAPTIVE_CONCURRENCY = Key.optional(
                    "adaptiveConcurrency", Types.orOff(Types.section(ADAPTIVE_CONCURRENCY_KEYS)))
            .describedAs("Limits the requests in flight to what the service can answer in time, on ingress. Off unless"
                    + " written here or given by the tier; `{}` takes all defaults.")
            .example("{}")
            .becomes("listener: http_filters adaptive_concurrency");
    static final Key<Toggle<Section>> OUTLIER_DETECTION = Key.optional(
                    "outlierDetection", Types.orOff(Types.section(OUTLIER_DETECTION_KEYS)))
            .describedAs("Lets callers stop calling a single instance that fails. Off unless written here or given by"
                    + " the tier; `{}` takes all defaults.")
            .example("{consecutive5xx: 5}")
            .becomes("cluster: outlier_detection");
    static final Key<Integer> MAX_CONCURRENT_STREAMS = Key.optional(
                    "maxConcurrentStreams", Types.wholeNumber(1, 1_000_000))
            .orElse(100)
            .describedAs("Streams that a caller may have open on one connection.")
            .example("100")
            .becomes("listener: http2_protocol_options.max_concurrent_streams");
    static final Key<Duration> CONNECTION_AGE = Key.optional(
                    "connectionAge", Types.duration(Duration.ofSeconds(1), Duration.ofHours(24)))
            .orElse(Duration.ofSeconds(300))
            .describedAs("Age after which a caller is asked to reconnect, so that load spreads to new instances.")
            .example("300s")
            .becomes("listener: common_http_protocol_options.max_connection_duration");
    static final Schema PROTECT_KEYS =
            Schema.of(ADAPTIVE_CONCURRENCY, OUTLIER_DETECTION, MAX_CONCURRENT_STREAMS, CONNECTION_AGE);

    // egress[].entityCache
    static final Key<String> CACHE_SERVICE = Key.required("service", Types.name())
            .describedAs("The service that holds the cache.")
            .example("menu-cache")
            .becomes("route: cluster of the methods");
    static final Key<List<Located<String>>> CACHE_METHODS = Key.required(
                    "methods", Types.listOf(Types.text("a method such as menu.v1.MenuService/GetMenu", METHOD)))
            .describedAs("The methods of the target that the cache answers.")
            .example("[menu.v1.MenuService/GetMenu]")
            .becomes("route: match.path");
    static final Schema ENTITY_CACHE_KEYS = Schema.of(CACHE_SERVICE, CACHE_METHODS);

    // egress[]
    static final Key<String> EGRESS_SERVICE = Key.optional("service", Types.name())
            .describedAs("A service of the mesh. Exactly one of `service` and `host`.")
            .example("ledger")
            .becomes("cluster and route of that service");
    static final Key<String> EGRESS_HOST = Key.optional("host", Types.hostAndPort())
            .describedAs("A host outside the mesh, with its port. Exactly one of `service` and `host`.")
            .example("api.card-network.example:443")
            .becomes("cluster: STRICT_DNS endpoint");
    static final Key<Integer> APPLICATION_ATTEMPTS = Key.optional("applicationAttempts", Types.wholeNumber(1, 10))
            .orElse(1)
            .describedAs("How often the application's own code tries one call, the first included. It is not changed"
                    + " by Spillway but counts for `max-amplification` and `retries-at-two-layers`.")
            .example("1");
    static final Key<Section> ENTITY_CACHE = Key.optional("entityCache", Types.section(ENTITY_CACHE_KEYS))
            .describedAs("Sends some methods to a cache service instead.")
            .example("{service: menu-cache, methods: [menu.v1.MenuService/GetMenu]}")
            .becomes("route");
    static final Schema EGRESS_KEYS = Schema.of(EGRESS_SERVICE, EGRESS_HOST, APPLICATION_ATTEMPTS, ENTITY_CACHE)
            .withExactlyOneOf(EGRESS_SERVICE, EGRESS_HOST);

    // sidecar
    static final Key<String> SIZE = Key.optional("size", Types.name())
            .orElse("medium")
            .describedAs("One of `sidecarSizes` in mesh.yaml, or `small`, `medium`, `large`.")
            .example("medium")
            .becomes("bootstrap: overload_manager; command line: --concurrency");
    static final Schema SIDECAR_KEYS = Schema.of(SIZE);

    // envoyPatches[]
    static final Key<EnvoyPatch.Target> PATCH_RESOURCE = Key.required("resource", Types.oneOf(EnvoyPatch.Target.class))
            .describedAs("The type of the resource to change.")
            .example("cluster");
    static final Key<String> PATCH_NAME = Key.required(
                    "name", Types.text("the name of a resource, or *", "[^\\x00-\\x1f\\x7f]{1,255}"))
            .describedAs("Its exact name, or `*` for all of the type; `spillway render` prints the names.")
            .example("ledger");
    static final Key<String> PATCH_MERGE = Key.required("merge", Types.json())
            .describedAs("Merged into the resource, in Envoy's own field names.")
            .example("{connect_timeout: 0.5s}")
            .becomes("the same fields");
    static final Schema PATCH_KEYS = Schema.of(PATCH_RESOURCE, PATCH_NAME, PATCH_MERGE);

    // the file
    static final Key<String> SERVICE = Key.required("service", Types.name())
            .describedAs("The name of the service, unique in the mesh.")
            .example("payments")
            .becomes("node.cluster; names of clusters and routes");
    static final Key<String> OWNER = Key.optional("owner", Types.text("a team", "[^\\x00-\\x1f\\x7f]{1,100}"))
            .describedAs("The team that is asked. Required for tier 0.")
            .example("payments-team");
    static final Key<Integer> TIER = Key.optional("tier", Types.wholeNumber(0, 3))
            .orElse(2)
            .describedAs("0: the site is down without it, to 3: nobody notices. Selects the defaults of `tiers` in"
                    + " mesh.yaml.")
            .example("0");
    static final Key<Protocol> PROTOCOL = Key.optional("protocol", Types.oneOf(Protocol.class))
            .orElse(Protocol.GRPC)
            .describedAs("What the application speaks on its port.")
            .example("grpc")
            .becomes("cluster: typed_extension_protocol_options");
    static final Key<Integer> PORT = Key.optional("port", PORT_NUMBER)
            .orElse(8_080)
            .describedAs("Where the application listens.")
            .example("8080")
            .becomes("cluster of the application: endpoint port");
    static final Key<List<Located<Integer>>> RESERVED_PORTS = Key.optional("reservedPorts", Types.listOf(PORT_NUMBER))
            .orElse(List.of())
            .describedAs("Ports that are never intercepted, such as those of databases.")
            .example("[9042, 6379]");
    static final Key<String> DESCRIPTORS = Key.optional("descriptors", Types.relativePath())
            .describedAs("The compiled FileDescriptorSet with the options of the methods, relative to the folder of"
                    + " this file and inside the contract directory.")
            .example("payments.binpb")
            .becomes("route: one per method");
    static final Key<List<Located<String>>> GRPC_SERVICES = Key.optional(
                    "grpcServices",
                    Types.listOf(Types.text(
                            "a gRPC service such as payments.v1.PaymentService", "[A-Za-z_][A-Za-z0-9_.]{0,254}")))
            .describedAs("The gRPC services of the descriptors that this service serves. When left out: all that are"
                    + " defined in files which no other file of the set imports.")
            .example("[payments.v1.PaymentService]")
            .becomes("route: match.prefix");
    static final Key<List<Located<Section>>> EGRESS = Key.optional("egress", Types.listOf(Types.section(EGRESS_KEYS)))
            .orElse(List.of())
            .describedAs("Everything that the service calls; nothing else can be reached through its sidecar.")
            .example("[{service: ledger}]")
            .becomes("clusters and routes of the egress listener");
    static final Key<RetryLayer> RETRY_LAYER = Key.optional("retryLayer", Types.oneOf(RetryLayer.class))
            .describedAs("Who retries the calls that this service makes; when left out, what mesh.yaml says.")
            .example("sidecar")
            .becomes("route: retry_policy");
    static final Key<Section> PROTECT = Key.optional("protect", Types.section(PROTECT_KEYS))
            .describedAs("How the sidecars protect the service.")
            .example("{adaptiveConcurrency: {}}");
    static final Key<Section> SIDECAR = Key.optional("sidecar", Types.section(SIDECAR_KEYS))
            .describedAs("What its sidecars may use.")
            .example("{size: medium}");
    static final Key<List<Located<Section>>> ENVOY_PATCHES = Key.optional(
                    "envoyPatches", Types.listOf(Types.section(PATCH_KEYS)))
            .orElse(List.of())
            .describedAs("Raw Envoy configuration, merged into the generated resources after everything else.")
            .example("[{resource: cluster, name: ledger, merge: {connect_timeout: 0.5s}}]")
            .becomes("whatever it says");

    static final Schema KEYS = Schema.of(
            SERVICE,
            OWNER,
            TIER,
            PROTOCOL,
            PORT,
            RESERVED_PORTS,
            DESCRIPTORS,
            GRPC_SERVICES,
            EGRESS,
            RETRY_LAYER,
            PROTECT,
            SIDECAR,
            ENVOY_PATCHES);

    private ServiceFile() {}

    static AdaptiveConcurrency adaptiveConcurrency(Section section) {
        return new AdaptiveConcurrency(
                section.get(SAMPLE_AGGREGATE_PERCENTILE),
                section.get(UPDATE_INTERVAL),
                section.get(MIN_RTT_INTERVAL),
                section.get(MIN_CONCURRENCY),
                section.get(MAX_CONCURRENCY));
    }

    static OutlierDetection outlierDetection(Section section) {
        return new OutlierDetection(
                section.get(CONSECUTIVE_5XX),
                section.get(INTERVAL),
                section.get(BASE_EJECTION_TIME),
                section.get(MAX_EJECTION_PERCENT));
    }
}
