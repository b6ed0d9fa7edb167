package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.grpcserver.ProbeClient.Call;
import io.spillway.grpcserver.probe.ProbeRequest;
import io.spillway.grpcserver.probe.ProbeResponse;
import io.spillway.grpcserver.probe.ProbeServiceGrpc.ProbeServiceImplBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Four workers of 50 ms each can do 80 calls a second; 40 critical and 200 sheddable ones come, each with a deadline of
 * 500 ms, for three seconds, after two
 * quiet ones. First what happens without a guard, then with it.
 */
class OverloadTest {
    private static final Duration WORK = Duration.ofMillis(50);
    private static final Duration DEADLINE = Duration.ofMillis(500);
    /** Before the overload, in which a service that has just started gets warm. */
    private static final int QUIET_ROUNDS = 80;

    private static final int ROUNDS = 120;
    private static final Duration ROUND = Duration.ofMillis(25);
    private static final int SHEDDABLE_IN_A_ROUND = 5;

    /** What came of the calls of the last two seconds, when the overload has settled. */
    private record Ends(List<Call> critical, List<Call> sheddable) {
        double criticalSuccess() {
            return (double) critical.stream()
                            .filter(call -> call.status().isOk())
                            .count()
                    / critical.size();
        }
    }

    @Test
    void withoutAGuardImportantCallsTimeOutWithTheOthers() {
        Ends ends = overload(GuardMode.OFF);

        assertThat(ends.criticalSuccess()).isLessThan(0.5);
        assertThat(ends.critical())
                .filteredOn(call -> !call.status().isOk())
                .allSatisfy(call ->
                        assertThat(call.status().getCode()).isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED));
    }

    @Test
    void withAGuardImportantCallsSucceedAndOthersAreRefusedWithAPushback() {
        Ends ends = overload(GuardMode.ON);

        assertThat(ends.criticalSuccess()).isGreaterThan(0.8);
        List<Call> refused = ends.sheddable().stream()
                .filter(call -> call.status().getCode() == Status.Code.RESOURCE_EXHAUSTED)
                .toList();
        assertThat(refused).hasSizeGreaterThan(ends.sheddable().size() / 2);
        assertThat(refused)
                .allSatisfy(call -> assertThat(Long.parseLong(call.trailer("grpc-retry-pushback-ms")))
                        .isPositive());
    }

    private static Ends overload(GuardMode mode) {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        Guard guard = Guard.builder("overload")
                .registry(new SimpleMeterRegistry())
                .settings(GuardSettings.always(mode))
                .build();
        try (Server server = Server.builder()
                .http(0)
                // Or the server closes connections on which hundreds of calls time out.
                .http2MaxResetFramesPerWindow(0, 1)
                .service(GrpcService.builder().addService(new Work(workers)).build())
                .decorator(ArmeriaGuard.newDecorator(guard))
                .gracefulShutdownTimeoutMillis(0, 0)
                .build()) {
            server.start().join();
            try (ProbeClient client = new ProbeClient(server.activeLocalPort())) {
                return drive(client);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static Ends drive(ProbeClient client) {
        Ends ends = new Ends(new ArrayList<>(), new ArrayList<>());
        long start = System.nanoTime();
        for (int round = -QUIET_ROUNDS; round < ROUNDS; round++) {
            long due = start + (QUIET_ROUNDS + round) * ROUND.toNanos();
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Ends counted = round < ROUNDS / 3 ? new Ends(new ArrayList<>(), new ArrayList<>()) : ends;
            counted.critical().add(ProbeClient.call("c", client.stub().withDeadlineAfter(DEADLINE)::critical));
            for (int i = 0; i < (round < 0 ? 0 : SHEDDABLE_IN_A_ROUND); i++) {
                counted.sheddable().add(ProbeClient.call("s", client.stub().withDeadlineAfter(DEADLINE)::sheddable));
            }
        }
        ends.critical().forEach(Call::status);
        ends.sheddable().forEach(Call::status);
        return ends;
    }

    /** Works on every call in turn, also when nobody waits for it any more. */
    private static final class Work extends ProbeServiceImplBase {
        private final ExecutorService workers;

        Work(ExecutorService workers) {
            this.workers = workers;
        }

        @Override
        public void critical(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
            work(answer);
        }

        @Override
        public void sheddable(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
            work(answer);
        }

        private void work(StreamObserver<ProbeResponse> answer) {
            ((ServerCallStreamObserver<ProbeResponse>) answer).setOnCancelHandler(() -> {});
            workers.execute(() -> {
                try {
                    TimeUnit.NANOSECONDS.sleep(WORK.toNanos());
                } catch (InterruptedException e) {
                    return;
                }
                answer.onNext(ProbeResponse.getDefaultInstance());
                answer.onCompleted();
            });
        }
    }
}
