package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallDeadline;
import io.spillway.callcontext.PrioritySource;
import io.spillway.grpcserver.GuardedServer.Kind;
import io.spillway.grpcserver.ProbeClient.Call;
import io.spillway.grpcserver.ProbeHandler.Running;
import io.spillway.grpcserver.probe.ProbeRequest;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Through real sockets, in front of both kinds of server: one call may run at once, and one may wait. */
class GuardTest {
    /** All of them are equally important. */
    private static final String[] ONE_CALLER = {"x-spillway-caller", "orders"};

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Guard guard = Guard.builder("probe")
            .registry(registry)
            .settings(GuardSettings.always(GuardMode.ON))
            .admission(new AdmissionConfig(1, 1, 1))
            .nanoTime(clock)
            .build();

    @ParameterizedTest
    @EnumSource
    void aRefusedCallHearsItBeforeItsHandlerRuns(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call runs = ProbeClient.call("a", client.stub(ONE_CALLER)::inherits);
            Running running = server.handler().take();

            List<Call> others = fillQueue(client.stub(ONE_CALLER)::inherits);
            Call refused = others.stream().filter(Call::isDone).findFirst().orElseThrow();

            assertThat(refused.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refused.status().getDescription()).isEqualTo("refused by the guard: queue-full");
            assertThat(refused.trailer("x-spillway-refused")).isEqualTo("queue-full");
            assertThat(Long.parseLong(refused.trailer("grpc-retry-pushback-ms")))
                    .isPositive();
            assertThat(server.handler().started()).isEqualTo(1);
            assertThat(count("spillway.guard.refused", "priority", "high", "reason", "queue-full"))
                    .isPositive();
            running.succeed();
            assertThat(runs.status().isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWaitingCallRunsWhenAnotherEnds(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call first = ProbeClient.call("a", client.stub()::inherits);
            Running running = server.handler().take();
            Call second = ProbeClient.call("b", client.stub()::inherits);
            awaitQueued(1);

            running.succeed();
            Running next = server.handler().take();
            next.succeed();

            assertThat(next.text()).isEqualTo("b");
            assertThat(first.status().isOk()).isTrue();
            assertThat(second.status().isOk()).isTrue();
            assertThat(second.messages()).containsExactly("b");
            awaitIdle();
            assertThat(registry.get("spillway.guard.queue.wait").timer().count())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMoreImportantCallTakesThePlaceInTheQueue(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            ProbeClient.call("a", client.stub()::sheddable);
            Running running = server.handler().take();
            List<Call> sheddable = fillQueue(client.stub()::sheddable);
            int queued = guard.snapshot().queued();

            Call critical = ProbeClient.call("critical", client.stub()::critical);

            Awaitility.await()
                    .until(() -> sheddable.stream()
                            .filter(Call::isDone)
                            .anyMatch(call -> call.trailer("x-spillway-refused").equals("displaced")));
            assertThat(guard.snapshot().queued()).isEqualTo(queued);
            running.succeed();
            Running next = server.handler().take();
            assertThat(next.text()).isEqualTo("critical");
            next.succeed();
            assertThat(critical.status().isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsTooLongIsRefused(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call first = ProbeClient.call("a", client.stub()::inherits);
            Running running = server.handler().take();
            Call second = ProbeClient.call("b", client.stub()::inherits);
            awaitQueued(1);

            clock.pass(Duration.ofMinutes(1));

            assertThat(second.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(second.trailer("x-spillway-refused")).isEqualTo("waited-too-long");
            running.succeed();
            assertThat(first.status().isOk()).isTrue();
            awaitIdle();
            assertThat(server.handler().started()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsCancelledWhileItWaitsNeverRuns(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call first = ProbeClient.call("a", client.stub()::inherits);
            Running running = server.handler().take();
            Call second = ProbeClient.call("b", client.stub()::inherits);
            awaitQueued(1);

            second.cancel();

            awaitQueued(0);
            running.succeed();
            assertThat(first.status().isOk()).isTrue();
            awaitIdle();
            assertThat(server.handler().started()).isEqualTo(1);
            assertThat(count("spillway.guard.cancelled")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsCancelledWhileItRunsMakesRoom(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call first = ProbeClient.call("a", client.stub()::inherits);
            server.handler().take();
            Call second = ProbeClient.call("b", client.stub()::inherits);
            awaitQueued(1);

            first.cancel();

            finish(server, server.handler().take(), second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatClosesTakesItsCallsAlong(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard)) {
            try (ProbeClient client = new ProbeClient(server.port())) {
                ProbeClient.call("a", client.stub()::inherits);
                server.handler().take();
                ProbeClient.call("b", client.stub()::inherits);
                awaitQueued(1);
            }

            awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatFailsGivesItsPermitBack(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call fails = ProbeClient.call("a", client.stub()::inherits);
            server.handler().take().answer().onError(Status.NOT_FOUND.asRuntimeException());
            assertThat(fails.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
            awaitIdle();

            Call throwing = ProbeClient.call(ProbeHandler.THROW, client.stub()::inherits);
            assertThat(throwing.status().isOk()).isFalse();
            awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatFailsAfterWaitingGivesItsPermitBack(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call first = ProbeClient.call("a", client.stub()::inherits);
            Running running = server.handler().take();
            Call throwing = ProbeClient.call(ProbeHandler.THROW, client.stub()::inherits);
            awaitQueued(1);

            running.succeed();

            assertThat(first.status().isOk()).isTrue();
            assertThat(throwing.status().isOk()).isFalse();
            awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHandlerSeesTheContext(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            String[] headers = {
                "x-spillway-priority", "sheddable",
                "baggage", "tenant=blue,user=u-7",
                "x-spillway-caller", "orders",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            };
            long before = System.nanoTime();
            Call call = ProbeClient.call("a", client.stub(headers).withDeadlineAfter(Duration.ofMinutes(5))::critical);
            Running running = server.handler().take();

            CallContext context = running.context();
            assertThat(context.priority()).isEqualTo(Priority.SHEDDABLE);
            assertThat(context.prioritySource()).isEqualTo(PrioritySource.HEADER);
            assertThat(context.tenant()).isEqualTo("blue");
            assertThat(context.user()).isEqualTo("u-7");
            assertThat(context.caller()).isEqualTo("orders");
            assertThat(context.outgoingHeaders()).containsEntry("traceparent", headers[7]);
            CallDeadline deadline = context.deadline();
            assertThat(deadline).isNotNull();
            assertThat(Duration.ofNanos(deadline.remainingNanos(before)))
                    .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
            finish(server, running, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theContractDecidesWhatTheCallerLeavesOpen(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call call = ProbeClient.call("a", client.stub()::critical);
            Running running = server.handler().take();

            assertThat(running.context().priority()).isEqualTo(Priority.CRITICAL);
            assertThat(running.context().prioritySource()).isEqualTo(PrioritySource.CONTRACT);
            finish(server, running, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownPriorityIsNormalAndCounted(Kind kind) throws InterruptedException {
        try (GuardedServer server = GuardedServer.start(kind, guard);
                ProbeClient client = new ProbeClient(server.port())) {
            Call call = ProbeClient.call("a", client.stub("x-spillway-priority", "urgent")::critical);
            Running running = server.handler().take();

            assertThat(running.context().priority()).isEqualTo(Priority.NORMAL);
            assertThat(count("spillway.guard.unknown.priority")).isEqualTo(1);
            finish(server, running, call);
        }
    }

    /** Sends calls that wait until one is refused. */
    private List<Call> fillQueue(BiConsumer<ProbeRequest, Call> method) {
        List<Call> calls = new ArrayList<>();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            calls.add(ProbeClient.call("waits", method));
            return calls.stream().anyMatch(Call::isDone);
        });
        return calls;
    }

    private void finish(GuardedServer server, Running running, Call... calls) throws InterruptedException {
        running.succeed();
        for (int i = 1; i < calls.length; i++) {
            server.handler().take().succeed();
        }
        for (Call call : calls) {
            assertThat(call.status()).isEqualTo(Status.OK);
        }
        awaitIdle();
    }

    private void awaitQueued(int count) {
        Awaitility.await().until(() -> guard.snapshot().queued() == count);
    }

    private void awaitIdle() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(Map.of(
                                "queued", guard.snapshot().queued(),
                                "inflight", guard.snapshot().inflight()))
                        .isEqualTo(Map.of("queued", 0, "inflight", 0)));
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }
}
