package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;

class PermitsStressTest {
    private static final int STEPS = 20_000;

    @RepeatedTest(5)
    void neverMoreThanTheLimitAndAllComeBack() throws InterruptedException {
        int limit = 5;
        Permits permits = new Permits(limit);
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicLong granted = new AtomicLong();

        Crowd.run(8, number -> {
            SplittableRandom random = new SplittableRandom(number);
            for (int i = 0; i < STEPS; i++) {
                int wanted = random.nextInt(10) == 0 ? 3 : 1;
                if (permits.tryAcquire(wanted)) {
                    most.accumulateAndGet(inUse.addAndGet(wanted), Math::max);
                    granted.incrementAndGet();
                    inUse.addAndGet(-wanted);
                    permits.release(wanted);
                }
            }
        });

        assertThat(most.get()).isLessThanOrEqualTo(limit);
        assertThat(granted.get()).isPositive();
        assertThat(permits.inflight()).isZero();
        assertThat(permits.tryAcquire(limit)).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
    }

    @RepeatedTest(5)
    void nobodyIsRefusedWhereThereIsRoomForAll() throws InterruptedException {
        Permits permits = new Permits(800);
        AtomicInteger refused = new AtomicInteger();

        Crowd.run(8, number -> {
            for (int i = 0; i < STEPS; i++) {
                if (permits.tryAcquire()) {
                    permits.release();
                } else {
                    refused.incrementAndGet();
                }
            }
        });

        assertThat(refused).hasValue(0);
    }

    @RepeatedTest(5)
    void aLimitThatMovesIsNeverPassedByWhoComesLater() throws InterruptedException {
        Permits permits = new Permits(50);
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Crowd.run(6, number -> {
            SplittableRandom random = new SplittableRandom(number);
            for (int i = 0; i < STEPS; i++) {
                if (number == 0) {
                    permits.setLimit(random.nextInt(51));
                } else if (permits.tryAcquire()) {
                    most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                    inUse.decrementAndGet();
                    permits.release();
                }
            }
        });
        permits.setLimit(7);

        assertThat(most.get()).isLessThanOrEqualTo(50);
        assertThat(permits.inflight()).isZero();
        assertThat(permits.tryAcquire(7)).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
    }

    @RepeatedTest(5)
    void permitsThatChangeThreadsAreNotLost() throws InterruptedException {
        int limit = 16;
        Permits permits = new Permits(limit);
        ArrayBlockingQueue<Integer> handedOver = new ArrayBlockingQueue<>(4 * limit);
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger takers = new AtomicInteger(3);

        Crowd.run(6, number -> {
            if (number % 2 == 0) {
                for (int i = 0; i < STEPS; i++) {
                    if (permits.tryAcquire()) {
                        most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                        handedOver.add(i);
                    }
                }
                takers.decrementAndGet();
            } else {
                while (takers.get() > 0 || !handedOver.isEmpty()) {
                    if (handedOver.poll() != null) {
                        inUse.decrementAndGet();
                        permits.release();
                    }
                }
            }
        });

        assertThat(most.get()).isLessThanOrEqualTo(limit);
        assertThat(permits.inflight()).isZero();
        assertThat(permits.tryAcquire(limit)).isTrue();
    }

    @RepeatedTest(5)
    void threadsThatLiveForOneRequestLeaveNothingBehind() throws InterruptedException {
        Permits permits = new Permits(4);
        for (int round = 0; round < 20; round++) {
            Crowd.run(16, number -> {
                for (int i = 0; i < 3; i++) {
                    if (permits.tryAcquire()) {
                        permits.release();
                    }
                }
            });
            assertThat(permits.inflight()).isZero();
        }
        assertThat(permits.tryAcquire(4)).isTrue();
    }
}
