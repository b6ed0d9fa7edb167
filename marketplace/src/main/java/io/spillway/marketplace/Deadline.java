package io.spillway.marketplace;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes in how long the caller still waits, so that neither this service nor its callees work for longer. A gRPC caller
 * says it in {@code grpc-timeout}; for HTTP/1 the sidecar says it in {@code x-envoy-expected-rq-timeout-ms}.
 */
final class Deadline extends SimpleDecoratingHttpService {
    private static final String EXPECTED_BY_SIDECAR = "x-envoy-expected-rq-timeout-ms";
    private static final AttributeKey<Long> DEADLINE_NANOS = AttributeKey.valueOf(Deadline.class, "DEADLINE_NANOS");

    private final Duration withoutHeader;

    /** @param withoutHeader time for a request that names none */
    Deadline(HttpService delegate, Duration withoutHeader) {
        super(delegate);
        this.withoutHeader = withoutHeader;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        Duration timeout = header(request).orElse(withoutHeader);
        context.setAttr(DEADLINE_NANOS, System.nanoTime() + timeout.toNanos());
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, timeout.isZero() ? Duration.ofMillis(1) : timeout);
        return unwrap().serve(context, request);
    }

    /** What is left of the current request's time; zero or less when it is over. */
    static Duration remaining(RequestContext context) {
        Long deadline = context.attr(DEADLINE_NANOS);
        if (deadline == null) {
            throw new IllegalStateException("request without a deadline: its server lacks this decorator");
        }
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    private static Optional<Duration> header(HttpRequest request) {
        String byCaller = request.headers().get(GrpcTimeout.HEADER);
        if (byCaller != null) {
            return GrpcTimeout.parse(byCaller);
        }
        Long millis = request.headers().getLong(EXPECTED_BY_SIDECAR);
        return Optional.ofNullable(millis).filter(value -> value > 0).map(Duration::ofMillis);
    }
}
