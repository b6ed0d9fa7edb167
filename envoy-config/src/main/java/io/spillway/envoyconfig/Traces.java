package io.spillway.envoyconfig;

import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.trace.v3.OpenTelemetryConfig;
import io.envoyproxy.envoy.config.trace.v3.Tracing.Http;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.spillway.contract.MeshContract.Tracing;

/** Spans over OTLP. Without tracing in {@code mesh.yaml} a trace context passes through untouched. */
final class Traces {
    private Traces() {}

    static HttpConnectionManager.Tracing of(Tracing tracing, String service) {
        return HttpConnectionManager.Tracing.newBuilder()
                .setRandomSampling(Protos.percent(tracing.samplePercent()))
                .setProvider(Http.newBuilder()
                        .setName("envoy.tracers.opentelemetry")
                        .setTypedConfig(Protos.any(OpenTelemetryConfig.newBuilder()
                                .setServiceName(service)
                                .setGrpcService(GrpcService.newBuilder()
                                        .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder()
                                                .setClusterName(Clusters.TRACES)))
                                .build())))
                .build();
    }
}
