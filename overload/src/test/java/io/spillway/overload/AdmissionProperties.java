package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Random histories of requests: acquired, offered, cancelled, expired, released as good, failed or ignored. */
class AdmissionProperties {
    private static final int STEPS = 2_000;
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private final List<RecordingWaiter> waiting = new ArrayList<>();
    private final Deque<Integer> permits = new ArrayDeque<>();

    @Property(tries = 300)
    void isNeverAboveTheHardMaximumAndEndsWithNothingInService(
            @ForAll @LongRange long seed, @ForAll @IntRange(min = 1, max = 40) int maxLimit) {
        waiting.clear();
        permits.clear();
        SplittableRandom random = new SplittableRandom(seed);
        Admission admission = new Admission(AdmissionConfig.defaults().withMaxLimit(maxLimit), random.split());
        long now = 0;
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(3_000_000);
            step(admission, random, now);
            collect();
            assertThat(admission.inflight()).isBetween(0, maxLimit).isEqualTo(permits.size());
            assertThat(admission.limit()).isBetween(1, maxLimit);
        }
        drain(admission, now);
        assertThat(admission.inflight()).isZero();
        assertThat(admission.queued()).isZero();
    }

    @Property(tries = 300)
    void neverRefusesWhenIdle(@ForAll @LongRange long seed) {
        waiting.clear();
        permits.clear();
        SplittableRandom random = new SplittableRandom(seed);
        Admission admission = new Admission(AdmissionConfig.defaults(), random.split());
        long now = 0;
        for (int round = 0; round < 20; round++) {
            for (int step = 0; step < STEPS / 20; step++) {
                now += random.nextInt(3_000_000);
                step(admission, random, now);
                collect();
            }
            drain(admission, now);
            if (random.nextBoolean()) {
                int inflight = admission.tryAcquire(now + 1, now);
                assertThat(inflight).isEqualTo(1);
                permits.add(inflight);
            } else {
                RecordingWaiter waiter = new RecordingWaiter(Priority.SHEDDABLE, 127, now + 1);
                admission.offer(waiter, now);
                assertThat(waiter.inflight).isEqualTo(1);
                permits.add(waiter.inflight);
            }
        }
    }

    private void step(Admission admission, SplittableRandom random, long now) {
        int choice = random.nextInt(10);
        if (choice < 5) {
            long deadline = random.nextBoolean() ? Admission.NO_DEADLINE : now + random.nextInt(100_000_000);
            int inflight = admission.tryAcquire(deadline, now);
            if (inflight > 0) {
                permits.add(inflight);
            } else {
                Priority priority = PRIORITIES.get(random.nextInt(4));
                RecordingWaiter waiter = new RecordingWaiter(priority, random.nextInt(128), deadline);
                waiting.add(waiter);
                admission.offer(waiter, now);
            }
        } else if (choice < 8 && !permits.isEmpty()) {
            release(admission, OUTCOMES.get(random.nextInt(3)), 1 + random.nextInt(50_000_000), now);
        } else if (choice < 9) {
            admission.expire(now);
        } else if (!waiting.isEmpty()) {
            RecordingWaiter waiter = waiting.get(random.nextInt(waiting.size()));
            if (admission.cancel(waiter)) {
                waiting.remove(waiter);
                assertThat(waiter.calls).hasValue(0);
            }
        }
    }

    private void release(Admission admission, Outcome outcome, long latency, long now) {
        admission.release(permits.remove(), latency, 1, outcome, now);
    }

    /** Each was told once what became of it. */
    private void collect() {
        waiting.removeIf(waiter -> {
            assertThat(waiter.calls.get()).isLessThanOrEqualTo(1);
            if (waiter.wasAdmitted()) {
                permits.add(waiter.inflight);
            }
            return waiter.calls.get() == 1;
        });
    }

    private void drain(Admission admission, long now) {
        collect();
        while (!permits.isEmpty()) {
            release(admission, Outcome.OK, 1_000_000, now);
            collect();
        }
        assertThat(waiting).isEmpty();
    }
}
