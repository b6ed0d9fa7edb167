package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.grpcserver.GuardedServer.Kind;
import io.spillway.grpcserver.ProbeHandler.Running;
import io.spillway.grpcserver.probe.ProbeRequest;
import io.spillway.grpcserver.probe.ProbeServiceGrpc.ProbeServiceBlockingStub;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.Priority;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain HTTP, and what only shows on the wire. */
class HttpGuardTest {
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int CLOSED = -2;

    private final Guard guard = Guard.builder("probe")
            .registry(new SimpleMeterRegistry())
            .settings(GuardSettings.always(GuardMode.ON))
            .admission(new AdmissionConfig(1, 1, 1))
            .nanoTime(new TestClock())
            .build();
    private final GuardedServer server = GuardedServer.start(Kind.ARMERIA, guard);
    private final WebClient client = WebClient.of("h2c://127.0.0.1:" + server.port());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRefusedRequestIsToldWhenToComeBack() throws InterruptedException {
        CompletableFuture<AggregatedHttpResponse> runs = get("/probe/a");
        Running running = server.handler().take();

        AggregatedHttpResponse refused = overload();

        assertThat(refused.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(refused.headers().getLong("retry-after")).isPositive();
        assertThat(refused.headers().get("x-spillway-refused")).isIn("queue-full", "displaced");
        assertThat(refused.contentUtf8()).startsWith("refused by the guard: ");
        assertThat(server.handler().started()).isEqualTo(1);
        running.succeed();
        assertThat(runs.join().contentUtf8()).isEqualTo("a");
    }

    @Test
    void aWaitingRequestRunsWithItsContext() throws InterruptedException {
        occupy();
        Running running = server.handler().take();
        CompletableFuture<AggregatedHttpResponse> waits = client.execute(RequestHeaders.of(
                        HttpMethod.GET, "/probe/b", "x-spillway-priority", "high", "baggage", "tenant=blue"))
                .aggregate();
        Awaitility.await().until(() -> guard.snapshot().queued() == 1);

        running.succeed();

        Running next = server.handler().take();
        assertThat(next.context().priority()).isEqualTo(Priority.HIGH);
        assertThat(next.context().tenant()).isEqualTo("blue");
        next.succeed();
        assertThat(waits.join().contentUtf8()).isEqualTo("b");
    }

    @Test
    void armeriasHealthCheckPassesUnderOverload() throws InterruptedException {
        occupy();
        server.handler().take();
        overload();

        assertThat(get("/healthz").join().status()).isEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @EnumSource
    void aCallWhoseDeadlineHasPassedNeverRuns(Kind kind) {
        Guard realTime = Guard.builder("probe")
                .registry(new SimpleMeterRegistry())
                .settings(GuardSettings.always(GuardMode.ON))
                .build();
        try (GuardedServer both = GuardedServer.start(kind, realTime)) {
            int status = WebClient.of("h2c://127.0.0.1:" + both.port())
                    .execute(HttpRequest.of(
                            RequestHeaders.of(
                                    HttpMethod.POST,
                                    "/guard.v1.ProbeService/Critical",
                                    HttpHeaderNames.CONTENT_TYPE,
                                    "application/grpc",
                                    HttpHeaderNames.TE,
                                    "trailers",
                                    "grpc-timeout",
                                    "1n"),
                            HttpData.wrap(new byte[5])))
                    .aggregate()
                    .handle((response, failure) -> failure == null ? status(response) : CLOSED)
                    .join();

            // grpc-java may close the stream itself before it asks anybody.
            assertThat(status).isIn(DEADLINE_EXCEEDED, kind == Kind.GRPC_JAVA ? CLOSED : DEADLINE_EXCEEDED);
            assertThat(both.handler().started()).isZero();
        }
    }

    @Test
    void aRefusalOverGrpcIsOneFrameInTheTypeOfTheRequest() throws InterruptedException {
        occupy();
        server.handler().take();
        overload();
        List<CompletableFuture<AggregatedHttpResponse>> calls = new ArrayList<>();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            calls.add(client.execute(HttpRequest.of(
                            RequestHeaders.of(
                                    HttpMethod.POST,
                                    "/guard.v1.ProbeService/Sheddable",
                                    HttpHeaderNames.CONTENT_TYPE,
                                    "application/grpc+proto"),
                            HttpData.wrap(new byte[5])))
                    .aggregate());
            return calls.stream().anyMatch(CompletableFuture::isDone);
        });

        AggregatedHttpResponse refused = calls.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();

        assertThat(refused.status()).isEqualTo(HttpStatus.OK);
        assertThat(refused.headers().get("content-type")).isEqualTo("application/grpc+proto");
        assertThat(status(refused)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(refused.headers().getLong("grpc-retry-pushback-ms")).isPositive();
        assertThat(refused.content().isEmpty()).isTrue();
    }

    @Test
    void armeriasGrpcClientUnderstandsARefusal() throws InterruptedException {
        occupy();
        server.handler().take();
        overload();
        ProbeServiceBlockingStub stub = GrpcClients.builder("gproto+h2c://127.0.0.1:" + server.port())
                .responseTimeoutMillis(0)
                .build(ProbeServiceBlockingStub.class);
        List<CompletableFuture<Status.Code>> calls = new ArrayList<>();

        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            calls.add(CompletableFuture.supplyAsync(() -> code(stub)));
            return calls.stream().anyMatch(CompletableFuture::isDone);
        });

        assertThat(calls)
                .filteredOn(CompletableFuture::isDone)
                .allSatisfy(call -> assertThat(call.join()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void theViewTellsTheLimitAndWhyItMoved() throws InterruptedException {
        occupy();
        Running running = server.handler().take();
        try (Server views = Server.builder()
                .http(0)
                .service("/guard", GuardView.of(guard))
                .service("/nobody", GuardView.of(guard, address -> false))
                .decorator(ArmeriaGuard.newDecorator(guard))
                .build()) {
            views.start().join();
            WebClient viewer = WebClient.of(
                    "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + views.activeLocalPort());

            String json = viewer.get("/guard").aggregate().join().contentUtf8();

            assertThat(json)
                    .contains("\"guard\": \"probe\"", "\"mode\": \"on\"", "\"limit\": 1", "\"inflight\": 1")
                    .contains("\"why\": \"start\"", "\"/probe/:text\": 1");
            assertThat(viewer.get("/nobody").aggregate().join().status()).isEqualTo(HttpStatus.FORBIDDEN);
        }
        running.succeed();
    }

    private static Status.Code code(ProbeServiceBlockingStub stub) {
        try {
            stub.sheddable(ProbeRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static int status(AggregatedHttpResponse response) {
        return response.headers().getInt("grpc-status", response.trailers().getInt("grpc-status", -1));
    }

    /** Sends a request that takes the only permit. */
    private void occupy() {
        var unused = get("/probe/a");
    }

    private CompletableFuture<AggregatedHttpResponse> get(String path) {
        return client.get(path).aggregate();
    }

    /** The first that is refused. */
    private AggregatedHttpResponse overload() {
        List<CompletableFuture<AggregatedHttpResponse>> requests = new ArrayList<>();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            requests.add(get("/probe/waits"));
            return requests.stream().anyMatch(CompletableFuture::isDone);
        });
        return requests.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();
    }
}
