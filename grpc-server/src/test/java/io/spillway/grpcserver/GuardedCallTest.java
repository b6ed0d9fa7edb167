package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallDeadline;
import io.spillway.callcontext.PrioritySource;
import io.spillway.grpcserver.GuardedMethod.Kind;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.Outcome;
import io.spillway.overload.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Calls that run, wait, end and are cancelled on many threads at once, with a seed that is in the failure. */
class GuardedCallTest {
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final int CALLS = 400;
    private static final GuardedMethod METHOD = new GuardedMethod("m", Kind.UNARY, null);

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final long seed = System.nanoTime();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    /** Runs handlers on the threads; each ends after a random moment, some twice. */
    private class Host implements RequestHost {
        private final SplittableRandom random;
        private final AtomicInteger ran = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final CompletableFuture<GuardedCall> call = new CompletableFuture<>();

        Host(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void run() {
            ran.incrementAndGet();
            schedule(this::end, random.nextInt(2_000_000));
        }

        private void end() {
            call.join().ended(Outcome.OK);
            call.join().abandoned();
        }

        @Override
        public void refuse(GuardRefusal refusal) {
            refused.incrementAndGet();
        }

        @Override
        public void execute(Runnable task) {
            threads.execute(task);
        }

        @Override
        public void schedule(Runnable task, long delayNanos) {
            var unused = timer.schedule(() -> threads.execute(task), delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    @RepeatedTest(50)
    void everyPermitComesBackOnceWhateverHappens() {
        Guard guard = Guard.builder("stress")
                .registry(new SimpleMeterRegistry())
                .settings(GuardSettings.always(GuardMode.ON))
                .admission(new AdmissionConfig(4, 2, 8))
                .build();
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Host host = new Host(seed + i);
            hosts.add(host);
            threads.execute(() -> call(guard, host));
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Map.of(
                                "calls",
                                        hosts.stream()
                                                .filter(host -> host.call.isDone())
                                                .count(),
                                "queued", (long) guard.snapshot().queued(),
                                "inflight", (long) guard.snapshot().inflight()))
                        .as("seed %s", seed)
                        .isEqualTo(Map.of("calls", (long) CALLS, "queued", 0L, "inflight", 0L)));
        assertThat(hosts)
                .as("seed %s", seed)
                .allSatisfy(
                        host -> assertThat(host.ran.get() + host.refused.get()).isLessThanOrEqualTo(1));
        assertThat(hosts).extracting(host -> host.ran.get()).contains(1);
    }

    @Test
    void aHandlerWhoseCallerHasGoneKeepsItsPermitForAsLongAgain() {
        TestClock clock = new TestClock();
        Guard guard = still(clock);
        GuardedCall call = running(guard);

        clock.pass(Duration.ofMinutes(1));
        call.abandoned();
        assertThat(guard.snapshot().inflight()).isEqualTo(1);
        // Heard of before its time is up.
        call.ended(Outcome.OK);
        assertThat(guard.snapshot().inflight()).isZero();

        GuardedCall unheard = running(guard);
        clock.pass(Duration.ofMillis(1));
        unheard.abandoned();
        Awaitility.await().until(() -> guard.snapshot().inflight() == 0);
        unheard.ended(Outcome.OK);
        assertThat(guard.snapshot().inflight()).isZero();
    }

    @Test
    void aWaitingCallWhoseEventLoopIsGoneLosesNoPermit() {
        Guard guard = still(new TestClock());
        GuardedCall first = running(guard);
        Host gone = new Host(seed) {
            @Override
            public void execute(Runnable task) {
                throw new RejectedExecutionException("shut down");
            }
        };
        GuardedCall second = new GuardedCall(guard, METHOD, context(null), gone);
        second.decide();
        assertThat(guard.snapshot().queued()).isEqualTo(1);

        first.ended(Outcome.OK);

        assertThat(guard.snapshot().queued()).isZero();
        assertThat(guard.snapshot().inflight()).isZero();
        assertThat(gone.ran).hasValue(0);
    }

    private static Guard still(TestClock clock) {
        return Guard.builder("still")
                .registry(new SimpleMeterRegistry())
                .settings(GuardSettings.always(GuardMode.ON))
                .admission(new AdmissionConfig(1, 1, 1))
                .nanoTime(clock)
                .build();
    }

    /** One whose handler never ends by itself. */
    private GuardedCall running(Guard guard) {
        GuardedCall call = new GuardedCall(guard, METHOD, context(null), new Host(seed) {
            @Override
            public void run() {}
        });
        call.decide();
        assertThat(guard.snapshot().inflight()).isEqualTo(1);
        return call;
    }

    private static CallContext context(@Nullable CallDeadline deadline) {
        return new CallContext(Priority.NORMAL, PrioritySource.DEFAULT, null, null, null, deadline, Map.of());
    }

    private void call(Guard guard, Host host) {
        SplittableRandom random = new SplittableRandom(host.hashCode());
        Priority priority = PRIORITIES.get(random.nextInt(PRIORITIES.size()));
        CallDeadline deadline =
                random.nextBoolean() ? null : new CallDeadline(System.nanoTime() + random.nextInt(3_000_000));
        CallContext context = new CallContext(priority, PrioritySource.HEADER, null, null, null, deadline, Map.of());
        GuardedCall call = new GuardedCall(guard, METHOD, context, host);
        host.call.complete(call);
        if (random.nextInt(3) == 0) {
            host.schedule(
                    () -> {
                        call.cancelled();
                        call.abandoned();
                    },
                    random.nextInt(1_000_000));
        }
        call.decide();
    }
}
