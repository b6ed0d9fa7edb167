package io.spillway.envoyconfig;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON line for each request, on Envoy's standard output, which the sidecar keeps in a file. */
final class AccessLogs {
    private static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("time", "%START_TIME%");
        FIELDS.put("method", "%REQ(:METHOD)%");
        FIELDS.put("authority", "%REQ(:AUTHORITY)%");
        FIELDS.put("path", "%REQ(:PATH)%");
        FIELDS.put("status", "%RESPONSE_CODE%");
        FIELDS.put("grpcStatus", "%GRPC_STATUS%");
        FIELDS.put("flags", "%RESPONSE_FLAGS%");
        FIELDS.put("details", "%RESPONSE_CODE_DETAILS%");
        FIELDS.put("termination", "%CONNECTION_TERMINATION_DETAILS%");
        FIELDS.put("upstreamFailure", "%UPSTREAM_TRANSPORT_FAILURE_REASON%");
        FIELDS.put("durationMillis", "%DURATION%");
        FIELDS.put("upstreamCluster", "%UPSTREAM_CLUSTER_RAW%");
        FIELDS.put("upstreamHost", "%UPSTREAM_HOST%");
        FIELDS.put("attempts", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%");
        FIELDS.put("downstream", "%DOWNSTREAM_REMOTE_ADDRESS%");
        FIELDS.put("requestBytes", "%BYTES_RECEIVED%");
        FIELDS.put("responseBytes", "%BYTES_SENT%");
        FIELDS.put("requestId", "%REQ(X-REQUEST-ID)%");
        FIELDS.put("traceparent", "%REQ(TRACEPARENT)%");
    }

    private AccessLogs() {}

    static AccessLog json(String service, String listener) {
        Struct.Builder format =
                Struct.newBuilder().putFields("service", text(service)).putFields("listener", text(listener));
        FIELDS.forEach((name, command) -> format.putFields(name, text(command)));
        return AccessLog.newBuilder()
                .setName("envoy.access_loggers.stdout")
                .setTypedConfig(Protos.any(StdoutAccessLog.newBuilder()
                        .setLogFormat(SubstitutionFormatString.newBuilder()
                                .setJsonFormat(format)
                                .setOmitEmptyValues(true))
                        .build()))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
