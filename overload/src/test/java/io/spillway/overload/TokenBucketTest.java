package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void startsFullAndThenKeepsToTheRate() {
        TokenBucket bucket = new TokenBucket(10, 3, 0);

        assertThat(bucket.available(0)).isEqualTo(3);
        assertThat(bucket.tryAcquire(2, 0)).isZero();
        assertThat(bucket.tryAcquire(0)).isZero();
        assertThat(bucket.tryAcquire(0)).isEqualTo(SECOND / 10);
        assertThat(bucket.tryAcquire(SECOND / 10 - 1)).isEqualTo(1);
        assertThat(bucket.tryAcquire(SECOND / 10)).isZero();
    }

    @Test
    void whatIsRefusedTakesNothing() {
        TokenBucket bucket = new TokenBucket(1, 2, 0);
        assertThat(bucket.tryAcquire(2, 0)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.tryAcquire(2, 0)).isEqualTo(2 * SECOND);
        }
        assertThat(bucket.tryAcquire(2, 2 * SECOND)).isZero();
    }

    @Test
    void moreThanTheBucketHoldsIsNeverThere() {
        assertThat(new TokenBucket(1, 2, 0).tryAcquire(3, 0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void savesUpNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(10, 3, 0);
        bucket.tryAcquire(3, 0);

        assertThat(bucket.available(3600 * SECOND)).isEqualTo(3);
        assertThat(bucket.tryAcquire(3, 3600 * SECOND)).isZero();
        assertThat(bucket.tryAcquire(3600 * SECOND)).isPositive();
    }

    @Test
    void timeMayWrapAround() {
        long start = Long.MAX_VALUE - SECOND;
        TokenBucket bucket = new TokenBucket(1, 1, start);

        assertThat(bucket.tryAcquire(start)).isZero();
        assertThat(bucket.tryAcquire(start + SECOND - 1)).isEqualTo(1);
        assertThat(bucket.tryAcquire(start + 2 * SECOND)).isZero();
    }

    /** Over any time, no more than the burst and what has come in; and one who waits as told is let through. */
    @Property
    void keepsToTheRateAndTellsTheTruth(
            @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double rate,
            @ForAll @IntRange(min = 1, max = 1000) int burst,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TokenBucket bucket = new TokenBucket(rate, burst, 0);
        long now = 0;
        long taken = 0;
        for (int i = 0; i < 200; i++) {
            int tokens = random.nextInt(1, burst + 1);
            long wait = bucket.tryAcquire(tokens, now);
            if (wait > 0 && random.nextBoolean()) {
                assertThat(bucket.tryAcquire(tokens, now + wait - 1)).isEqualTo(1);
                now += wait;
                wait = bucket.tryAcquire(tokens, now);
                assertThat(wait).isZero();
            }
            taken += wait == 0 ? tokens : 0;
            assertThat((double) taken).isLessThanOrEqualTo((burst + rate * now / 1e9) * 1.001 + 1e-6);
            now += random.nextLong((long) (2e9 * burst / rate) + 1);
        }
    }

    @RepeatedTest(5)
    void threadsTogetherGetWhatOneWould() throws InterruptedException {
        TokenBucket bucket = new TokenBucket(1, 5_000, 0);
        AtomicLong taken = new AtomicLong();
        Crowd.run(8, number -> {
            for (int i = 0; i < 5_000; i++) {
                if (bucket.tryAcquire(0) == 0) {
                    taken.incrementAndGet();
                }
            }
        });
        assertThat(taken).hasValue(5_000);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new TokenBucket(0, 1, 0))
                .hasMessage("ratePerSecond: 0.0 (expected: >= 1.0E-4 and <= 1.0E7)");
        assertThatThrownBy(() -> new TokenBucket(Double.NaN, 1, 0)).hasMessageStartingWith("ratePerSecond: NaN");
        assertThatThrownBy(() -> new TokenBucket(1, 0, 0)).hasMessage("burst: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new TokenBucket(0.001, 1_000_000, 0))
                .hasMessage("burst: 1000000 (expected: no more than comes in PT720H)");
    }
}
