package io.spillway.marketplace;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.HttpClient;
import com.linecorp.armeria.client.SimpleDecoratingHttpClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;

/**
 * Sends along with a call what its request came with: the time that is left, and the trace. Trace headers pass
 * unchanged: the sidecars make the spans, the application only keeps them in one trace.
 */
final class ContextForwarding extends SimpleDecoratingHttpClient {
    /** W3C trace context and baggage, and the id by which Envoy's access logs are joined. */
    private static final List<String> FORWARDED = List.of("traceparent", "tracestate", "baggage", "x-request-id");

    ContextForwarding(HttpClient delegate) {
        super(delegate);
    }

    @Override
    public HttpResponse execute(ClientRequestContext call, HttpRequest request) throws Exception {
        ServiceRequestContext cause = call.root();
        if (cause == null) {
            throw new IllegalStateException(
                    "call to " + call.authority() + " outside of a request: its context was lost");
        }
        Duration left = Deadline.remaining(cause);
        if (left.toMillis() < 1) {
            return tooLate();
        }
        call.setResponseTimeout(TimeoutMode.SET_FROM_NOW, left);
        call.setAdditionalRequestHeader(GrpcTimeout.HEADER, GrpcTimeout.format(left));
        for (String name : FORWARDED) {
            String value = cause.request().headers().get(name);
            if (value != null) {
                call.setAdditionalRequestHeader(name, value);
            }
        }
        return unwrap().execute(call, request);
    }

    /** The caller's caller has given up: nothing is sent. */
    private static HttpResponse tooLate() {
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .add(HttpHeaderNames.CONTENT_TYPE, "application/grpc+proto")
                .addInt("grpc-status", Status.Code.DEADLINE_EXCEEDED.value())
                .add("grpc-message", "no time left before the call was sent")
                .endOfStream(true)
                .build());
    }
}
