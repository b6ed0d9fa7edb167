package io.spillway.sidecar;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.overload.v3.OverloadAction;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.config.overload.v3.ScaleTimersOverloadActionConfig;
import io.envoyproxy.envoy.config.overload.v3.ScaleTimersOverloadActionConfig.ScaleTimer;
import io.envoyproxy.envoy.config.overload.v3.ScaleTimersOverloadActionConfig.TimerType;
import io.envoyproxy.envoy.config.overload.v3.ScaledTrigger;
import io.envoyproxy.envoy.config.overload.v3.ThresholdTrigger;
import io.envoyproxy.envoy.config.overload.v3.Trigger;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;
import io.envoyproxy.envoy.type.v3.Percent;

/**
 * How a sidecar protects itself: the closer the heap comes to its limit, the more it gives up, idle connections first
 * and requests last. The thresholds follow Envoy's own advice for the edge,
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/best_practices/edge
 */
final class SidecarOverload {
    private static final String HEAP = "envoy.resource_monitors.fixed_heap";
    private static final String CONNECTIONS = "envoy.resource_monitors.global_downstream_max_connections";

    private SidecarOverload() {}

    static OverloadManager of(SidecarConfig config) {
        return OverloadManager.newBuilder()
                .setRefreshInterval(Durations.fromMillis(250))
                .addResourceMonitors(monitor(
                        HEAP,
                        FixedHeapConfig.newBuilder()
                                .setMaxHeapSizeBytes(config.memoryBytes())
                                .build()))
                .addResourceMonitors(monitor(
                        CONNECTIONS,
                        DownstreamConnectionsConfig.newBuilder()
                                .setMaxActiveDownstreamConnections(config.maxConnections())
                                .build()))
                .addActions(OverloadAction.newBuilder()
                        .setName("envoy.overload_actions.reduce_timeouts")
                        .addTriggers(Trigger.newBuilder()
                                .setName(HEAP)
                                .setScaled(ScaledTrigger.newBuilder()
                                        .setScalingThreshold(0.85)
                                        .setSaturationThreshold(0.95)))
                        .setTypedConfig(Any.pack(shorterIdleTimeouts())))
                .addActions(whenHeapAbove(0.90, "envoy.overload_actions.disable_http_keepalive"))
                .addActions(whenHeapAbove(0.92, "envoy.overload_actions.shrink_heap"))
                .addActions(whenHeapAbove(0.95, "envoy.overload_actions.stop_accepting_requests"))
                .addActions(whenHeapAbove(0.98, "envoy.overload_actions.stop_accepting_connections"))
                .build();
    }

    static ScaleTimersOverloadActionConfig shorterIdleTimeouts() {
        return ScaleTimersOverloadActionConfig.newBuilder()
                .addTimerScaleFactors(ScaleTimer.newBuilder()
                        .setTimer(TimerType.HTTP_DOWNSTREAM_CONNECTION_IDLE)
                        .setMinScale(Percent.newBuilder().setValue(10)))
                .addTimerScaleFactors(ScaleTimer.newBuilder()
                        .setTimer(TimerType.HTTP_DOWNSTREAM_STREAM_IDLE)
                        .setMinScale(Percent.newBuilder().setValue(10)))
                .build();
    }

    private static ResourceMonitor monitor(String name, Message settings) {
        return ResourceMonitor.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(settings))
                .build();
    }

    private static OverloadAction whenHeapAbove(double share, String action) {
        return OverloadAction.newBuilder()
                .setName(action)
                .addTriggers(Trigger.newBuilder()
                        .setName(HEAP)
                        .setThreshold(ThresholdTrigger.newBuilder().setValue(share)))
                .build();
    }
}
