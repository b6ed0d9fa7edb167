package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/** Many threads at once: the bound is exact, and no waiter is lost or told twice. */
class AdmissionStressTest {
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final int THREADS = 8;
    private static final int REQUESTS = 4_000;
    private static final int MAX_LIMIT = 5;

    private final Admission admission = new Admission(new AdmissionConfig(4, 1, MAX_LIMIT), new SplittableRandom(1));
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final AtomicInteger concluded = new AtomicInteger();
    private final ConcurrentLinkedQueue<StressWaiter> waiters = new ConcurrentLinkedQueue<>();

    @RepeatedTest(50)
    void eachRequestIsAdmittedOrRefusedOnceAndNeverMoreThanTheMaximumAreIn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                long seed = thread;
                all.add(threads.submit(() -> {
                    start.await();
                    requests(new SplittableRandom(seed));
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(concluded).hasValue(THREADS * REQUESTS);
        assertThat(waiters).allSatisfy(waiter -> assertThat(waiter.calls).hasValue(1));
        assertThat(mostInside.get()).isLessThanOrEqualTo(MAX_LIMIT);
        assertThat(admission.inflight()).isZero();
        assertThat(admission.queued()).isZero();
    }

    private void requests(SplittableRandom random) {
        for (int request = 0; request < REQUESTS; request++) {
            int inflight = admission.tryAcquire(Admission.NO_DEADLINE, System.nanoTime());
            if (inflight > 0) {
                serve(inflight);
                continue;
            }
            StressWaiter waiter = new StressWaiter(PRIORITIES.get(random.nextInt(4)), random.nextInt(128));
            waiters.add(waiter);
            admission.offer(waiter, System.nanoTime());
            if (random.nextInt(8) == 0 && admission.cancel(waiter)) {
                assertThat(waiter.calls.getAndIncrement()).isZero();
                concluded.incrementAndGet();
            }
            if (random.nextInt(64) == 0) {
                admission.expire(System.nanoTime());
            }
        }
    }

    private void serve(int inflight) {
        int now = inside.incrementAndGet();
        mostInside.accumulateAndGet(now, Math::max);
        Thread.onSpinWait();
        inside.decrementAndGet();
        concluded.incrementAndGet();
        admission.release(inflight, 1_000, 1, Outcome.OK, System.nanoTime());
    }

    private final class StressWaiter extends Waiter {
        private final AtomicInteger calls = new AtomicInteger();

        StressWaiter(Priority priority, int cohort) {
            super(priority, cohort, 1, Admission.NO_DEADLINE);
        }

        @Override
        protected void admitted(int inflight, long nowNanos) {
            calls.incrementAndGet();
            serve(inflight);
        }

        @Override
        protected void refused(Refusal refusal, long pushbackNanos) {
            calls.incrementAndGet();
            concluded.incrementAndGet();
        }
    }
}
