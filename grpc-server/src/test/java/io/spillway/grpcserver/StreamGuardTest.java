package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.grpcserver.GuardedServer.Kind;
import io.spillway.grpcserver.ProbeClient.Call;
import io.spillway.grpcserver.ProbeHandler.Running;
import io.spillway.grpcserver.probe.ProbeRequest;
import io.spillway.grpcserver.probe.ProbeResponse;
import io.spillway.overload.AdmissionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams, health checks and reflection, and the modes, with room for one call at once. */
class StreamGuardTest {
    /** Sends more and more calls. */
    private static final ConditionFactory OFTEN =
            Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile GuardMode mode = GuardMode.ON;
    private final Guard guard = Guard.builder("probe")
            .registry(registry)
            .settings(() -> mode)
            .admission(new AdmissionConfig(1, 1, 1))
            .nanoTime(new TestClock())
            .build();

    @ParameterizedTest
    @EnumSource
    void aDownloadHoldsItsPermitUntilItsFirstMessage(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call call = ProbeClient.call("a", client.stub()::download);
            Running running = server.handler().take();
            assertThat(guard.snapshot().inflight()).isEqualTo(1);

            running.answer().onNext(ProbeResponse.newBuilder().setText("first").build());

            Awaitility.await().until(() -> guard.snapshot().inflight() == 0);
            assertThat(call.isDone()).isFalse();
            running.succeed();
            assertThat(call.status().isOk()).isTrue();
            assertThat(call.messages()).containsExactly("first", "a");
            assertThat(guard.snapshot().inflight()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUploadHoldsItsPermitUntilItIsAnswered(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call call = new Call();
            StreamObserver<ProbeRequest> upload = client.stub().upload(call);
            upload.onNext(ProbeRequest.getDefaultInstance());
            Running running = server.handler().take();
            Awaitility.await().until(() -> server.handler().messages() == 1);
            assertThat(guard.snapshot().inflight()).isEqualTo(1);

            running.succeed();

            assertThat(call.status().isOk()).isTrue();
            Awaitility.await().until(() -> guard.snapshot().inflight() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConversationHoldsItsPermitUntilTheFirstAnswer(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call call = new Call();
            StreamObserver<ProbeRequest> chat = client.stub().chat(call);
            Running running = server.handler().take();
            assertThat(guard.snapshot().inflight()).isEqualTo(1);

            running.answer().onNext(ProbeResponse.getDefaultInstance());

            Awaitility.await().until(() -> guard.snapshot().inflight() == 0);
            chat.onNext(ProbeRequest.getDefaultInstance());
            Awaitility.await().until(() -> server.handler().messages() == 1);
            running.answer().onCompleted();
            assertThat(call.status().isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatWaitedGetsAllItsMessagesInOrder(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            ProbeClient.call("a", client.stub()::inherits);
            Running first = server.handler().take();
            Call call = new Call();
            StreamObserver<ProbeRequest> upload = client.stub().upload(call);
            for (int i = 0; i < 100; i++) {
                upload.onNext(ProbeRequest.newBuilder().setText("" + i).build());
            }
            upload.onCompleted();
            Awaitility.await().until(() -> guard.snapshot().queued() == 1);
            assertThat(server.handler().messages()).isZero();

            first.succeed();

            Running second = server.handler().take();
            Awaitility.await().until(() -> server.handler().messages() == 100);
            second.succeed();
            assertThat(call.status().isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMessageOfARefusedUploadIsRead(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            ProbeClient.call("a", client.stub()::inherits);
            server.handler().take();

            List<Call> uploads = new ArrayList<>();
            OFTEN.until(() -> {
                Call call = new Call();
                StreamObserver<ProbeRequest> upload = client.stub().upload(call);
                upload.onNext(ProbeRequest.getDefaultInstance());
                uploads.add(call);
                return uploads.stream().anyMatch(Call::isDone);
            });

            assertThat(uploads)
                    .filteredOn(Call::isDone)
                    .allSatisfy(call -> assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            assertThat(server.handler().messages()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void healthChecksAndReflectionPassUnderOverload(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            ProbeClient.call("a", client.stub()::inherits);
            server.handler().take();
            overload(client);

            HealthCheckResponse health = HealthGrpc.newBlockingStub(client.channel())
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance());

            assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
            assertThat(services(client)).contains("guard.v1.ProbeService");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDryRunRunsEverythingAndCountsWhatItWouldRefuse(Kind kind) throws InterruptedException {
        mode = GuardMode.DRY_RUN;
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Counter wouldRefuse = registry.get("spillway.guard.would.refuse")
                    .tags("priority", "high", "reason", "queue-full")
                    .counter();
            List<Running> running = new ArrayList<>();
            List<Call> calls = new ArrayList<>();
            OFTEN.until(() -> {
                calls.add(ProbeClient.call("", client.stub("x-spillway-caller", "orders")::inherits));
                running.add(server.handler().take());
                return wouldRefuse.count() > 0;
            });
            assertThat(guard.snapshot().inflight()).isEqualTo(1);
            running.forEach(Running::succeed);

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.status().isOk()).isTrue());
            assertThat(registry.get("spillway.guard.refused")
                            .tags("priority", "high", "reason", "queue-full")
                            .counter()
                            .count())
                    .isZero();
            Awaitility.await()
                    .until(() -> guard.snapshot().inflight() + guard.snapshot().queued() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void offAndOnCountForTheNextCall(Kind kind) throws InterruptedException {
        mode = GuardMode.OFF;
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            for (int i = 0; i < 30; i++) {
                ProbeClient.call("" + i, client.stub()::inherits);
                server.handler().take();
            }
            assertThat(guard.snapshot().inflight()).isZero();

            mode = GuardMode.ON;

            ProbeClient.call("a", client.stub()::inherits);
            server.handler().take();
            overload(client);
        }
    }

    /** Returns when calls are being refused. */
    private static void overload(ProbeClient client) {
        List<Call> calls = new ArrayList<>();
        OFTEN.until(() -> {
            calls.add(ProbeClient.call("waits", client.stub()::inherits));
            return calls.stream().anyMatch(Call::isDone);
        });
    }

    private static List<String> services(ProbeClient client) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(client.channel())
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(service -> service.getName())
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        names.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        return names.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
