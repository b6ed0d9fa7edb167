package io.spillway.sidecar;

import io.envoyproxy.envoy.config.metrics.v3.HistogramBucketSettings;
import io.envoyproxy.envoy.config.metrics.v3.StatsConfig;
import io.envoyproxy.envoy.config.metrics.v3.StatsMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * The figures that a sidecar exposes. Envoy has some 2,000 for a sidecar of this size; these are the ones that answer
 * who is at fault, and they keep a sidecar with 10 egress services under 600 time series. A name may be
 * without dots, or an address or host with its port, where Envoy writes {@code _} for the colon. A cluster of the latter
 * kind should set {@code alt_stat_name}: Envoy's label for Prometheus ends at the first dot.
 */
final class SidecarStats {
    /**
     * {@code ejections_active} and {@code membership_*} are more than figures: outlier detection reads the former to
     * keep to its maximum, so leaving it out would break that maximum.
     */
    private static final List<String> INCLUDED = List.of(
            "cluster\\.([^.]+|.+_\\d+)\\.(upstream_rq_(total|[2345]xx|active|timeout|per_try_timeout|retry|retry_success"
                    + "|retry_limit_exceeded|retry_overflow|pending_overflow|time)"
                    + "|upstream_cx_(active|connect_fail)"
                    + "|membership_(healthy|total)"
                    + "|outlier_detection\\.ejections_active)",
            "http\\.[^.]+\\.(downstream_rq_(total|[2345]xx|active|timeout|time|overload_close|max_duration_reached)"
                    + "|downstream_cx_(active|total|overload_reject|max_duration_reached)"
                    + "|no_route|no_cluster)",
            "http\\.[^.]+\\.adaptive_concurrency\\.gradient_controller\\.(rq_blocked|concurrency_limit"
                    + "|min_rtt_msecs|sample_rtt_msecs|gradient|burst_queue_size|min_rtt_calculation_active)",
            "http\\.[^.]+\\.rds\\..+\\.(update_success|update_rejected)",
            "tcp\\.[^.]+\\.downstream_cx_(active|total)",
            "listener\\.([^.]+|.+_\\d+)\\.(downstream_cx_(active|total|overflow|overload_reject|transport_socket_connect_timeout)"
                    + "|downstream_global_cx_overflow)",
            "control_plane\\.(connected_state|pending_requests|rate_limit_enforced|identifier)",
            "(listener_manager\\.lds|cluster_manager\\.cds)\\.(update_(attempt|success|failure|rejected)|version|update_time)",
            "listener_manager\\.(total_listeners_(active|warming|draining)|listener_create_failure)",
            "cluster_manager\\.(active|warming)_clusters",
            "overload\\.[^ ]+\\.(active|scale_percent|pressure|shed_load_count)",
            "server\\.(live|state|uptime|memory_allocated|memory_heap_size|memory_physical_size|concurrency"
                    + "|total_connections|version|days_until_first_cert_expiring|envoy_bug_failures)");

    /** Milliseconds: 1 ms is a call on the same machine, 5 s is beyond every sensible timeout. */
    private static final List<Double> BUCKETS = List.of(1.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 1000.0, 5000.0);

    private SidecarStats() {}

    static StatsConfig config() {
        ListStringMatcher.Builder included = ListStringMatcher.newBuilder();
        for (String regex : INCLUDED) {
            included.addPatterns(StringMatcher.newBuilder()
                    .setSafeRegex(RegexMatcher.newBuilder().setRegex(regex)));
        }
        return StatsConfig.newBuilder()
                .setStatsMatcher(StatsMatcher.newBuilder().setInclusionList(included))
                .addHistogramBucketSettings(HistogramBucketSettings.newBuilder()
                        .setMatch(StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder().setRegex(".*")))
                        .addAllBuckets(BUCKETS))
                .build();
    }
}
