package io.spillway.grpcserver;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.spillway.callcontext.CallHeaders;
import org.jspecify.annotations.Nullable;

/** What a refused caller of an Armeria server gets. Pure. */
final class ArmeriaAnswers {
    private static final String GRPC = "application/grpc";

    private ArmeriaAnswers() {}

    static boolean isGrpc(RequestHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.startsWith(GRPC);
    }

    /** In the protocol of the request. */
    static HttpResponse of(RequestHeaders request, GuardRefusal refusal) {
        return isGrpc(request) ? grpc(request, refusal) : http(refusal);
    }

    /** Trailers only: one frame, in which status and trailers are at once. */
    private static HttpResponse grpc(RequestHeaders request, GuardRefusal refusal) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .set(HttpHeaderNames.CONTENT_TYPE, contentType(request.get(HttpHeaderNames.CONTENT_TYPE)))
                .setInt("grpc-status", refusal.kind().grpcStatus())
                .set("grpc-message", refusal.message())
                .set(CallHeaders.REFUSED, refusal.reason());
        if (refusal.hasPushback()) {
            headers.setLong(CallHeaders.GRPC_PUSHBACK, refusal.pushbackMillis());
        }
        return HttpResponse.of(headers.endOfStream(true).build());
    }

    private static String contentType(@Nullable String requested) {
        return requested == null ? GRPC : requested;
    }

    private static HttpResponse http(GuardRefusal refusal) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(
                        HttpStatus.valueOf(refusal.kind().httpStatus()))
                .contentType(MediaType.PLAIN_TEXT_UTF_8)
                .set(CallHeaders.REFUSED, refusal.reason());
        if (refusal.hasPushback()) {
            headers.setLong(CallHeaders.HTTP_PUSHBACK, refusal.pushbackSeconds());
        }
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(refusal.message()));
    }
}
