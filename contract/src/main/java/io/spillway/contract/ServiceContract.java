package io.spillway.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What one service declares, complete: every value that the author left out holds its default. Immutable.
 *
 * @param name unique in the mesh
 * @param owner the team that is asked; null when the author named none
 * @param tier 0 (the site is down without it) to 3
 * @param port where the application listens
 * @param reservedPorts ports that are never intercepted
 * @param descriptors the descriptor file, relative to the contract directory; null when none is named
 * @param methods how each method of the service wants to be called, by full name such as
 *     {@code payments.v1.PaymentService/Charge}; empty when there are no descriptors
 * @param egress what the service calls
 * @param retryLayer who retries the calls that this service makes
 * @param origins where each key that the author wrote stands, by dotted path ({@code egress[0].service})
 */
public record ServiceContract(
        String name,
        @Nullable String owner,
        int tier,
        Protocol protocol,
        int port,
        SortedSet<Integer> reservedPorts,
        @Nullable String descriptors,
        Map<String, MethodPolicy> methods,
        List<Egress> egress,
        RetryLayer retryLayer,
        Protection protect,
        SidecarSize sidecar,
        List<EnvoyPatch> envoyPatches,
        SourceLocation location,
        Map<String, SourceLocation> origins) {

    /** What the application speaks on its port. */
    public enum Protocol {
        GRPC,
        HTTP2,
        HTTP1
    }

    /**
     * One thing that the service calls: another service of the mesh, or a host outside it.
     *
     * @param service name of a service; null when {@code host} is set
     * @param host {@code name:port} outside the mesh; null when {@code service} is set
     * @param applicationAttempts how often the application's own code tries one call, 1 when it does not retry
     * @param entityCache chosen methods that a cache service answers; null when there is none
     */
    public record Egress(
            @Nullable String service,
            @Nullable String host,
            int applicationAttempts,
            @Nullable EntityCache entityCache,
            SourceLocation location) {}

    /** Methods ({@code pkg.Service/Method}) that go to the cache service first. */
    public record EntityCache(String service, List<String> methods) {}

    /**
     * Protections of the sidecar; each is off while null.
     *
     * @param maxConcurrentStreams streams that a caller may have open on one connection
     * @param connectionAge age after which the sidecar asks a caller to reconnect
     */
    public record Protection(
            @Nullable AdaptiveConcurrency adaptiveConcurrency,
            @Nullable OutlierDetection outlierDetection,
            int maxConcurrentStreams,
            Duration connectionAge) {}

    /**
     * Envoy's gradient controller, on ingress.
     *
     * @param sampleAggregatePercentile 0 to 100, the latency that is compared
     * @param updateInterval how often the limit is computed anew
     * @param minRttInterval how often the ideal latency is measured anew
     * @param minConcurrency lower bound of the limit, and the limit while the ideal latency is measured
     * @param maxConcurrency upper bound of the limit
     */
    public record AdaptiveConcurrency(
            double sampleAggregatePercentile,
            Duration updateInterval,
            Duration minRttInterval,
            int minConcurrency,
            int maxConcurrency) {}

    /**
     * Ejects a single instance that fails, on the side of the caller.
     *
     * @param maxEjectionPercent 0 to 100, never more of the instances than this
     */
    public record OutlierDetection(
            int consecutive5xx, Duration interval, Duration baseEjectionTime, int maxEjectionPercent) {}

    /**
     * Raw Envoy configuration, merged into a generated resource after everything else.
     *
     * @param resource type of the resource to change
     * @param name its exact name, or {@code *} for all of the type
     * @param merge the patch as a JSON object in Envoy's own field names
     */
    public record EnvoyPatch(Target resource, String name, String merge, SourceLocation location) {
        public enum Target {
            LISTENER,
            ROUTE,
            CLUSTER,
            ENDPOINT
        }
    }

    public ServiceContract {
        methods = Map.copyOf(methods);
        egress = List.copyOf(egress);
        envoyPatches = List.copyOf(envoyPatches);
        origins = Map.copyOf(origins);
    }

    /** Where a key was set, or that it is a default. */
    public Origin origin(String key) {
        return new Origin(key, origins.get(key));
    }
}
