package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.spillway.overload.PowerOfTwoChoices.Eligibility;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class HotPathAllocationTest {
    private static final long MILLI = 1_000_000L;
    private static final int CALLS = 20_000;

    @Test
    void permits() {
        Permits permits = new Permits(10);
        allocatesNothing(now -> {
            if (permits.tryAcquire()) {
                permits.release();
            }
            permits.tryAcquire(11);
        });
    }

    @Test
    void circuitBreaker() {
        CircuitBreaker breaker = new CircuitBreaker(CircuitBreakerConfig.defaults(), CircuitListener.NONE, 0);
        allocatesNothing(now -> {
            breaker.succeeded(breaker.tryAcquire(now), now, MILLI);
            breaker.succeeded(breaker.tryAcquire(now), now, MILLI);
            breaker.failed(breaker.tryAcquire(now), now, MILLI);
        });
    }

    @Test
    void retryBudget() {
        RetryBudget budget = new RetryBudget(RetryBudgetConfig.defaults(), 0);
        allocatesNothing(now -> {
            budget.succeeded();
            budget.tryRetry(now);
        });
    }

    @Test
    void tokenBucket() {
        TokenBucket bucket = new TokenBucket(100, 10, 0);
        allocatesNothing(bucket::tryAcquire);
    }

    @Test
    void outlierDetection() {
        OutlierDetection detection = new OutlierDetection(OutlierConfig.defaults(), 0);
        EndpointHealth endpoint = detection.add();
        detection.add();
        allocatesNothing(now -> {
            endpoint.succeeded(now);
            endpoint.failed(now);
            endpoint.ejected(now);
        });
    }

    @Test
    void choiceOfTwo() {
        PeakEwma[] endpoints = {
            new PeakEwma(PeakEwmaConfig.defaults(), 0),
            new PeakEwma(PeakEwmaConfig.defaults(), 0),
            new PeakEwma(PeakEwmaConfig.defaults(), 0)
        };
        SplittableRandom random = new SplittableRandom(1);
        allocatesNothing(now -> {
            PeakEwma chosen = endpoints[PowerOfTwoChoices.choose(endpoints, Eligibility.ALL, random.nextLong(), now)];
            chosen.started();
            chosen.succeeded(now, MILLI);
        });
    }

    /** Less than a byte in ten calls, after a first round that loads classes. */
    private static void allocatesNothing(LongConsumer call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(call, 0);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(call, CALLS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(CALLS / 10);
    }

    private static void run(LongConsumer call, int from) {
        for (int i = from; i < from + CALLS; i++) {
            call.accept(i * MILLI / 10);
        }
    }
}
