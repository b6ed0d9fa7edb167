package io.spillway.systemtests;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An application that does what the test says: takes its time, fails. Answers any gRPC method with the empty message
 * and remembers the headers of every request. Thread-safe.
 */
final class ScriptedService implements AutoCloseable {
    private static final int UNAVAILABLE = 14;

    private final Server server;
    private final Queue<RequestHeaders> received = new ConcurrentLinkedQueue<>();
    private volatile Duration time = Duration.ZERO;
    private volatile int status;

    private ScriptedService(InetSocketAddress address) {
        server = Server.builder()
                .port(address, SessionProtocol.HTTP)
                .requestTimeoutMillis(0)
                .gracefulShutdownTimeoutMillis(0, 0)
                .serviceUnder("/", (context, request) -> {
                    received.add(request.headers());
                    return HttpResponse.delayed(answer(), time);
                })
                .build();
    }

    static ScriptedService start(InetSocketAddress address) {
        ScriptedService service = new ScriptedService(address);
        service.server.start().join();
        return service;
    }

    /** From now on every request takes this long. */
    void takes(Duration newTime) {
        time = newTime;
    }

    /** From now on every request fails with UNAVAILABLE. */
    void fails() {
        status = UNAVAILABLE;
    }

    /** Quick and good again, and without memory. */
    void reset() {
        time = Duration.ZERO;
        status = 0;
        received.clear();
    }

    /** Requests since the start or the last reset, in order. */
    Queue<RequestHeaders> received() {
        return received;
    }

    private HttpResponse answer() {
        ResponseHeaders headers = ResponseHeaders.of(HttpStatus.OK, "content-type", "application/grpc+proto");
        if (status == 0) {
            return HttpResponse.of(headers, HttpData.wrap(new byte[5]), HttpHeaders.of("grpc-status", "0"));
        }
        return HttpResponse.of(headers.toBuilder()
                .addInt("grpc-status", status)
                .add("grpc-message", "scripted failure")
                .endOfStream(true)
                .build());
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
