package io.spillway.envoyconfig;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig.ConcurrencyLimitCalculationParams;
import io.envoyproxy.envoy.extensions.filters.http.adaptive_concurrency.v3.GradientControllerConfig.MinimumRTTCalculationParams;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.spillway.contract.MeshContract.Tracing;
import io.spillway.contract.ServiceContract;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The two listeners of a sidecar: what comes in for the service, what the service sends out. */
final class Listeners {
    static final String INGRESS = "ingress";
    static final String EGRESS = "egress";

    /** Longer than any idle timeout of a caller's pool, so that the caller closes first: decision 0012. */
    private static final Duration DOWNSTREAM_IDLE = Duration.ofMinutes(5);

    private Listeners() {}

    static EnvoyResource ingress(ServiceContract contract, @Nullable Tracing tracing, String address) {
        ServiceContract.Protection protect = contract.protect();
        HttpConnectionManager.Builder manager = manager(INGRESS, Routes.INGRESS, contract, tracing);
        manager.setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                .setMaxConcurrentStreams(Protos.uint32(protect.maxConcurrentStreams())));
        manager.getCommonHttpProtocolOptionsBuilder()
                .setMaxConnectionDuration(Protos.duration(protect.connectionAge()));
        ServiceContract.AdaptiveConcurrency concurrency = protect.adaptiveConcurrency();
        if (concurrency != null) {
            manager.addHttpFilters(filter("envoy.filters.http.adaptive_concurrency", adaptive(concurrency)));
        }
        // The caller's sidecar says how long it waits; there is no use in waiting longer.
        manager.addHttpFilters(filter(
                "envoy.filters.http.router",
                Router.newBuilder().setRespectExpectedRqTimeout(true).build()));
        return listener(INGRESS, TrafficDirection.INBOUND, address, SidecarPorts.INGRESS, manager.build(), contract);
    }

    static EnvoyResource egress(ServiceContract contract, @Nullable Tracing tracing, String address) {
        HttpConnectionManager.Builder manager = manager(EGRESS, Routes.EGRESS, contract, tracing);
        manager.addHttpFilters(filter("envoy.filters.http.router", Router.getDefaultInstance()));
        return listener(EGRESS, TrafficDirection.OUTBOUND, address, SidecarPorts.EGRESS, manager.build(), contract);
    }

    private static HttpConnectionManager.Builder manager(
            String name, String routes, ServiceContract contract, @Nullable Tracing tracing) {
        HttpConnectionManager.Builder manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(name)
                .setCodecType(HttpConnectionManager.CodecType.AUTO)
                .setRds(Rds.newBuilder().setRouteConfigName(routes).setConfigSource(Protos.FROM_ADS))
                .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                .setCommonHttpProtocolOptions(
                        HttpProtocolOptions.newBuilder().setIdleTimeout(Protos.duration(DOWNSTREAM_IDLE)))
                // Streams live as long as their own deadline says, not five minutes.
                .setStreamIdleTimeout(Protos.duration(Duration.ZERO))
                .setGenerateRequestId(Protos.yes())
                .setPreserveExternalRequestId(true)
                .addAccessLog(AccessLogs.json(contract.name(), name));
        if (tracing != null) {
            manager.setTracing(Traces.of(tracing, contract.name()));
        }
        return manager;
    }

    private static AdaptiveConcurrency adaptive(ServiceContract.AdaptiveConcurrency settings) {
        return AdaptiveConcurrency.newBuilder()
                .setGradientControllerConfig(GradientControllerConfig.newBuilder()
                        .setSampleAggregatePercentile(Protos.percent(settings.sampleAggregatePercentile()))
                        .setConcurrencyLimitParams(ConcurrencyLimitCalculationParams.newBuilder()
                                .setMaxConcurrencyLimit(Protos.uint32(settings.maxConcurrency()))
                                .setConcurrencyUpdateInterval(Protos.duration(settings.updateInterval())))
                        .setMinRttCalcParams(MinimumRTTCalculationParams.newBuilder()
                                .setInterval(Protos.duration(settings.minRttInterval()))
                                .setJitter(Protos.percent(15))
                                .setMinConcurrency(
                                        Protos.uint32(Math.min(settings.minConcurrency(), settings.maxConcurrency())))))
                .build();
    }

    private static HttpFilter filter(String name, Message config) {
        return HttpFilter.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }

    private static EnvoyResource listener(
            String name,
            TrafficDirection direction,
            String address,
            int port,
            HttpConnectionManager manager,
            ServiceContract contract) {
        Listener listener = Listener.newBuilder()
                .setName(name)
                .setTrafficDirection(direction)
                .setAddress(Protos.address(address, port))
                .addFilterChains(FilterChain.newBuilder()
                        .setName(name)
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Any.pack(manager))))
                .build();
        return new EnvoyResource(
                EnvoyResource.Kind.LISTENER, name, listener, contract.origin(key(contract, direction)));
    }

    /** What an author wrote to shape the listener, as near as one line can say it. */
    private static String key(ServiceContract contract, TrafficDirection direction) {
        String shaping = direction == TrafficDirection.INBOUND ? "protect" : "egress";
        return contract.origins().containsKey(shaping) ? shaping : "service";
    }
}
