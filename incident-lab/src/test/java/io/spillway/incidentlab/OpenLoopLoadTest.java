package io.spillway.incidentlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OpenLoopLoadTest {
    private static final long MILLISECOND = 1_000_000;

    private final VirtualClock clock = new VirtualClock();
    private final LoadConfig tenSecondsAt200 =
            LoadConfig.of(200, 1).withArrivals(Arrivals.CONSTANT).withLength(Duration.ofSeconds(10));

    @Test
    void sendsEveryRequestOfTheScheduleOnTime() {
        List<Long> sentAt = new ArrayList<>();
        long start = clock.nanos();

        LoadReport report = OpenLoopLoad.run(
                tenSecondsAt200,
                (index, random) -> {
                    sentAt.add(clock.nanos() - start);
                    return clock.successAfter(3 * MILLISECOND);
                },
                clock);

        assertThat(sentAt).hasSize(2_000).element(1_234).isEqualTo(1_234 * 5 * MILLISECOND);
        assertThat(report.scheduled()).isEqualTo(2_000);
        assertThat(report.succeeded()).isEqualTo(2_000);
        assertThat(report.latency().p50Millis()).isCloseTo(3, within(0.01));
        assertThat(report.schedulerLagMillisMax()).isZero();
        assertThat(report.saturated()).isFalse();
    }

    @Test
    void slowAnswersDoNotSlowDownArrivals() {
        List<Long> fast = new ArrayList<>();
        List<Long> slow = new ArrayList<>();
        LoadConfig config = tenSecondsAt200.withArrivals(Arrivals.POISSON);
        VirtualClock slowClock = new VirtualClock();

        OpenLoopLoad.run(
                config,
                (index, random) -> {
                    fast.add(clock.nanos());
                    return clock.successAfter(MILLISECOND);
                },
                clock);
        OpenLoopLoad.run(
                config,
                (index, random) -> {
                    slow.add(slowClock.nanos());
                    return slowClock.successAfter(5_000 * MILLISECOND);
                },
                slowClock);

        assertThat(slow).isEqualTo(fast);
    }

    @Test
    void aStallOfTheServerShowsInEveryRequestThatItDelayed() {
        long stallStart = clock.nanos() + 4_000 * MILLISECOND;
        long stallEnd = stallStart + 1_000 * MILLISECOND;

        LoadReport report = OpenLoopLoad.run(
                tenSecondsAt200,
                (index, random) -> clock.nanos() >= stallStart && clock.nanos() < stallEnd
                        ? clock.successAt(stallEnd)
                        : clock.successAfter(MILLISECOND),
                clock);

        // 200 of 2,000 requests meet the stall, at 1,000 ms, 995 ms, ... A closed loop would have measured one.
        assertThat(report.latency().p90Millis()).isBetween(1.0, 10.0);
        assertThat(report.latency().p99Millis()).isCloseTo(900, within(10.0));
        assertThat(report.latency().maxMillis()).isCloseTo(1_000, within(1.0));
    }

    @Test
    void aStallOfTheSenderCountsFromTheIntendedTimeAndIsReportedAsSaturation() {
        LoadReport report = OpenLoopLoad.run(
                tenSecondsAt200,
                (index, random) -> {
                    if (index == 1_000) {
                        clock.spend(500 * MILLISECOND);
                    }
                    return clock.successAfter(MILLISECOND);
                },
                clock);

        assertThat(report.scheduled()).isEqualTo(2_000);
        assertThat(report.latency().maxMillis()).isCloseTo(501, within(1.0));
        assertThat(report.schedulerLagMillisMax()).isCloseTo(495, within(0.1));
        assertThat(report.sentLate()).isBetween(90L, 100L);
        assertThat(report.saturated()).isTrue();
    }

    @Test
    void requestsOverTheLimitInFlightAreNotSentAndCountAsFailures() {
        AtomicLong calls = new AtomicLong();

        LoadReport report = OpenLoopLoad.run(
                tenSecondsAt200.withMaxInFlight(10),
                (index, random) -> {
                    calls.incrementAndGet();
                    return clock.successAfter(100 * MILLISECOND);
                },
                clock);

        assertThat(calls.get()).isEqualTo(report.sent()).isLessThan(1_100);
        assertThat(report.failedByKind()).containsExactlyEntriesOf(Map.of("not sent", report.notSent()));
        assertThat(report.sent() + report.notSent()).isEqualTo(2_000);
    }

    @Test
    void failuresAreCountedByKindAndTheFirstOnesKeptWithTheirTime() {
        LoadReport report = OpenLoopLoad.run(
                tenSecondsAt200.withKeptFailures(3),
                (index, random) -> switch ((int) (index % 4)) {
                    case 0 -> CompletableFuture.completedFuture(Outcome.failure("status 503", "overloaded"));
                    case 1 -> CompletableFuture.failedFuture(new IOException("reset"));
                    case 2 -> throw new IllegalStateException("no connection");
                    default -> clock.successAfter(MILLISECOND);
                },
                clock);

        assertThat(report.failedByKind())
                .containsEntry("status 503", 500L)
                .containsEntry("exception IOException", 500L)
                .containsEntry("exception IllegalStateException", 500L);
        assertThat(report.succeeded() + report.failed()).isEqualTo(report.scheduled());
        assertThat(report.firstFailures()).hasSize(3).last().satisfies(failure -> {
            assertThat(failure.index()).isEqualTo(2);
            assertThat(failure.atMillis()).isEqualTo(10);
            assertThat(failure.detail()).contains("no connection");
        });
    }

    @Test
    void whatIsStillUnansweredAfterTheDrainIsAFailure() {
        LoadReport report = OpenLoopLoad.run(
                tenSecondsAt200.withDrain(Duration.ofMillis(50)),
                (index, random) -> index == 1_999 ? new CompletableFuture<>() : clock.successAfter(MILLISECOND),
                clock);

        assertThat(report.failedByKind()).containsExactlyEntriesOf(Map.of("unanswered", 1L));
    }

    @Test
    void theRandomNumbersOfARequestDependOnSeedAndIndexOnly() {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();

        OpenLoopLoad.run(
                tenSecondsAt200,
                (index, random) -> {
                    first.add(random.nextLong());
                    return clock.successAfter(MILLISECOND);
                },
                clock);
        OpenLoopLoad.run(
                tenSecondsAt200,
                (index, random) -> {
                    second.add(random.nextLong());
                    random.nextLong();
                    return clock.successAfter(9 * MILLISECOND);
                },
                clock);

        assertThat(second).isEqualTo(first).doesNotHaveDuplicates();
    }

    @Test
    void stopEndsALoadWithoutLengthAndWaitsForItsAnswers() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(20);
        CompletableFuture<Outcome> slow = new CompletableFuture<>();
        OpenLoopLoad load = OpenLoopLoad.start(LoadConfig.of(1_000, 5), (index, random) -> {
            sent.countDown();
            return index == 0 ? slow : CompletableFuture.completedFuture(Outcome.success());
        });
        sent.await();

        CompletableFuture<LoadReport> report = CompletableFuture.supplyAsync(load::stop);
        slow.complete(Outcome.success());

        assertThat(report.join().failed()).isZero();
        assertThat(report.join().succeeded())
                .isGreaterThanOrEqualTo(20)
                .isEqualTo(report.join().scheduled());
    }

    @Test
    void intervalsAddUpToTheReport() {
        AtomicLong succeeded = new AtomicLong();
        OpenLoopLoad load = OpenLoopLoad.start(
                LoadConfig.of(500, 5).withLength(Duration.ofMillis(200)),
                (index, random) -> CompletableFuture.completedFuture(Outcome.success()));

        Awaitility.await().until(() -> {
            succeeded.addAndGet(load.interval().succeeded());
            return load.finished().toCompletableFuture().isDone();
        });
        succeeded.addAndGet(load.interval().succeeded());

        assertThat(succeeded.get())
                .isPositive()
                .isEqualTo(load.finished().toCompletableFuture().join().succeeded());
    }

    @Test
    void aConfigThatCannotWorkIsRefused() {
        assertThatThrownBy(() -> LoadConfig.of(0, 1)).hasMessage("ratePerSecond: 0.0 (expected: > 0 and <= 1,000,000)");
        assertThatThrownBy(() -> LoadConfig.of(1, 1).withMaxInFlight(0)).hasMessage("maxInFlight: 0 (expected: > 0)");
    }
}
