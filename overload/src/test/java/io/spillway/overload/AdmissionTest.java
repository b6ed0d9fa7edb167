package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long NEVER = Admission.NO_DEADLINE;
    private static final long MILLI = 1_000_000;

    private final Admission admission = new Admission(new AdmissionConfig(2, 1, 2), new SplittableRandom(1));

    private void fill() {
        while (admission.tryAcquire(NEVER, 0) > 0) {
            // until it is full
        }
    }

    private RecordingWaiter offer(RecordingWaiter waiter, long now) {
        admission.offer(waiter, now);
        return waiter;
    }

    private void release(long now) {
        admission.release(1, MILLI, 1, Outcome.IGNORED, now);
    }

    @Test
    void requestsGoInUntilTheLimitAndTellHowManyAreIn() {
        assertThat(admission.tryAcquire(NEVER, 0)).isEqualTo(1);
        assertThat(admission.tryAcquire(NEVER, 0)).isEqualTo(2);
        assertThat(admission.tryAcquire(NEVER, 0)).isZero();
        assertThat(admission.inflight()).isEqualTo(2);
    }

    @Test
    void whoIsOfferedWhileThereIsRoomGoesInAtOnce() {
        assertThat(offer(RecordingWaiter.of(Priority.SHEDDABLE, 127), 0).inflight)
                .isEqualTo(1);
    }

    @Test
    void aReleasedPermitGoesToTheMostImportantWaiter() {
        fill();
        RecordingWaiter normal = offer(RecordingWaiter.of(Priority.NORMAL), 0);
        RecordingWaiter critical = offer(RecordingWaiter.of(Priority.CRITICAL), 1);
        release(2);
        assertThat(critical.wasAdmitted()).isTrue();
        assertThat(normal.wasAdmitted()).isFalse();
        release(3);
        assertThat(normal.wasAdmitted()).isTrue();
        assertThat(admission.queued()).isZero();
    }

    @Test
    void amongEqualsWhoCameFirstGoesInFirst() {
        fill();
        RecordingWaiter first = offer(RecordingWaiter.of(Priority.NORMAL, 100), 0);
        RecordingWaiter second = offer(RecordingWaiter.of(Priority.NORMAL, 3), 1);
        release(2);
        assertThat(first.wasAdmitted()).isTrue();
        assertThat(second.wasAdmitted()).isFalse();
    }

    @Test
    void nobodyOvertakesTheQueue() {
        fill();
        offer(RecordingWaiter.of(Priority.NORMAL), 0);
        assertThat(admission.tryAcquire(NEVER, 1)).isZero();
    }

    @Test
    void aFullQueueDisplacesTheLeastImportantCohort() {
        fill();
        List<RecordingWaiter> waiters = new ArrayList<>();
        for (int cohort = 0; cohort < 120 && waiters.stream().allMatch(waiter -> waiter.refusal == null); cohort++) {
            waiters.add(offer(RecordingWaiter.of(Priority.NORMAL, cohort), 0));
        }
        RecordingWaiter lastQueued = waiters.get(waiters.size() - 2);
        assertThat(waiters.get(waiters.size() - 1).refusal).isEqualTo(Refusal.QUEUE_FULL);

        RecordingWaiter important = offer(RecordingWaiter.of(Priority.HIGH, 127), 1);

        assertThat(lastQueued.refusal).isEqualTo(Refusal.DISPLACED);
        assertThat(lastQueued.pushbackNanos).isPositive();
        assertThat(important.refusal).isNull();
    }

    @Test
    void whoseDeadlineHasPassedIsRefusedEvenWhenIdle() {
        assertThat(admission.tryAcquire(5, 5)).isZero();
        assertThat(offer(new RecordingWaiter(Priority.CRITICAL, 0, 5), 5).refusal)
                .isEqualTo(Refusal.TOO_LATE);
    }

    @Test
    void whoWaitsTooLongIsRefusedWhenTimeIsDriven() {
        fill();
        RecordingWaiter waiter = offer(new RecordingWaiter(Priority.NORMAL, 0, 50 * MILLI), 0);
        assertThat(admission.nextExpiryNanos()).isLessThanOrEqualTo(50 * MILLI);
        admission.expire(admission.nextExpiryNanos() - 1);
        assertThat(waiter.refusal).isNull();
        admission.expire(admission.nextExpiryNanos());
        assertThat(waiter.refusal).isEqualTo(Refusal.WAITED_TOO_LONG);
        assertThat(admission.nextExpiryNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoIsCancelledHearsNothingMore() {
        fill();
        RecordingWaiter waiter = offer(RecordingWaiter.of(Priority.NORMAL), 0);
        assertThat(admission.cancel(waiter)).isTrue();
        assertThat(admission.cancel(waiter)).isFalse();
        release(1);
        assertThat(waiter.calls).hasValue(0);
        assertThat(admission.inflight()).isEqualTo(1);
    }

    @Test
    void aPermitThatWasNotTakenIsNotReleased() {
        assertThatThrownBy(() -> release(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing in service");
        assertThat(admission.inflight()).isZero();
    }

    @Test
    void aWaiterIsOfferedOnce() {
        RecordingWaiter waiter = offer(RecordingWaiter.of(Priority.NORMAL), 0);
        assertThatThrownBy(() -> admission.offer(waiter, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSnapshotCountsByPriorityAndReason() {
        offer(RecordingWaiter.of(Priority.HIGH), 0);
        offer(new RecordingWaiter(Priority.SHEDDABLE, 0, 5), 5);
        AdmissionSnapshot snapshot = admission.snapshot();
        assertThat(snapshot.admitted()).containsEntry(Priority.HIGH, 1L);
        assertThat(snapshot.refused().get(Priority.SHEDDABLE)).containsEntry(Refusal.TOO_LATE, 1L);
        assertThat(snapshot.inflight()).isEqualTo(1);
        assertThat(snapshot.lastMove()).isEqualTo(LimitMove.START);
    }

    @Test
    void absurdSettingsFailWithValueAndExpectation() {
        assertThatThrownBy(() -> new AdmissionConfig(5, 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minLimit: 0 (expected: 1 to 1000000)");
        assertThatThrownBy(() -> new AdmissionConfig(5, 6, 10)).hasMessage("initialLimit: 5 (expected: 6 to 1000000)");
        assertThatThrownBy(() -> new AdmissionConfig(5, 1, 4)).hasMessage("maxLimit: 4 (expected: 5 to 1000000)");
        assertThatThrownBy(() -> RecordingWaiter.of(Priority.NORMAL, 128))
                .hasMessage("cohort: 128 (expected: 0 to 127)");
    }
}
