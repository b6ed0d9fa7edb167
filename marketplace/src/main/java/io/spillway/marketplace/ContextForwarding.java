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
import io.spillway.callcontext.ArmeriaCallContext;
import java.time.Duration;

/**
 * Sends along with a call what its request came with: the time that is left, how much it matters, for whom it is, and
 * the trace. Trace headers pass unchanged: the sidecars make the spans, the application only keeps them in one trace.
 */
final class ContextForwarding extends SimpleDecoratingHttpClient {
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
        ArmeriaCallContext.of(cause)
                .ifPresent(context -> context.outgoingHeaders().forEach(call::setAdditionalRequestHeader));
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
