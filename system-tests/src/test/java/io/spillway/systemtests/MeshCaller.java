package io.spillway.systemtests;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** Calls through one listener of one sidecar, as the application beside it does. Thread-safe. */
final class MeshCaller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ClientFactory factory =
            ClientFactory.builder().connectTimeout(Duration.ofSeconds(2)).build();
    private final WebClient http2;
    private final WebClient http1;

    MeshCaller(InetSocketAddress listener) {
        http2 = client(SessionProtocol.H2C, listener);
        http1 = client(SessionProtocol.H1C, listener);
    }

    /**
     * What came back.
     *
     * @param grpcStatus -1 when there was none
     */
    record Answer(int httpStatus, int grpcStatus, String grpcMessage, String body, Duration time) {
        boolean isGood() {
            return httpStatus == 200 && grpcStatus <= 0;
        }
    }

    /** A gRPC call with the empty message, such as to {@code ledger.v1.LedgerService/Post}. */
    Answer grpc(String authority, String method, Map<String, String> headers) {
        RequestHeadersBuilder builder = RequestHeaders.builder(HttpMethod.POST, "/" + method)
                .set(HttpHeaderNames.AUTHORITY, authority)
                .set("content-type", "application/grpc+proto")
                .set("te", "trailers");
        headers.forEach(builder::set);
        return send(http2, HttpRequest.of(builder.build(), HttpData.wrap(new byte[5])));
    }

    Answer grpc(String authority, String method) {
        return grpc(authority, method, Map.of());
    }

    Answer get(String authority, String path, Map<String, String> headers) {
        RequestHeadersBuilder builder =
                RequestHeaders.builder(HttpMethod.GET, path).set(HttpHeaderNames.AUTHORITY, authority);
        headers.forEach(builder::set);
        return send(http1, HttpRequest.of(builder.build()));
    }

    Answer get(String authority, String path) {
        return get(authority, path, Map.of());
    }

    private WebClient client(SessionProtocol protocol, InetSocketAddress listener) {
        return WebClient.builder(protocol, Endpoint.of(listener))
                .factory(factory)
                .responseTimeout(PATIENCE)
                .build();
    }

    private static Answer send(WebClient client, HttpRequest request) {
        long start = System.nanoTime();
        AggregatedHttpResponse response = client.execute(request).aggregate().join();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        int inHeaders = response.headers().getInt("grpc-status", -1);
        return new Answer(
                response.status().code(),
                response.trailers().getInt("grpc-status", inHeaders),
                response.headers().get("grpc-message", ""),
                response.contentUtf8(),
                time);
    }

    @Override
    public void close() {
        factory.close();
    }
}
