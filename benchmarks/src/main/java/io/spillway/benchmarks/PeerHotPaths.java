package io.spillway.benchmarks;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The peers' side of {@link OverloadHotPath}, each as fast as its settings let it be: no waiting, the synchronized
 * windows, which are several times faster here than the lock-free ones of the same library. Run by JMH only.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerHotPaths {
    private static final Object CONTEXT = new Object();

    /** A limit that stays: resilience4j's semaphore. */
    @State(Scope.Benchmark)
    public static class Fixed {
        private final Bulkhead bulkhead = Bulkhead.of(
                "peer",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(OurHotPaths.FIXED_LIMIT)
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    /** A limit that is learned: Netflix's Gradient2. */
    @State(Scope.Benchmark)
    public static class Adaptive {
        private final CoarseClock clock = new CoarseClock();
        private final SimpleLimiter<Object> limiter = SimpleLimiter.newBuilder()
                .limit(Gradient2Limit.newDefault())
                .nanoClock(clock::nanos)
                .build();

        @TearDown
        public void stop() {
            clock.close();
        }
    }

    /** Closed breakers of resilience4j: its default, the last 100 calls; and the same window as ours, 10 s. */
    @State(Scope.Benchmark)
    public static class Breaker {
        private final CoarseClock clock = new CoarseClock();
        private final CircuitBreaker overCalls = breaker(SlidingWindowType.COUNT_BASED, 100);
        private final CircuitBreaker overTime = breaker(SlidingWindowType.TIME_BASED, 10);

        private CircuitBreaker breaker(SlidingWindowType type, int size) {
            return CircuitBreaker.of(
                    "peer",
                    CircuitBreakerConfig.custom()
                            .slidingWindowType(type)
                            .slidingWindowSize(size)
                            .clock(clock)
                            .build());
        }

        @TearDown
        public void stop() {
            clock.close();
        }
    }

    @Benchmark
    public boolean bulkhead(Fixed state) {
        if (!state.bulkhead.tryAcquirePermission()) {
            throw new IllegalStateException("refused");
        }
        state.bulkhead.onComplete();
        return true;
    }

    @Benchmark
    public boolean gradient2(Adaptive state) {
        Optional<Limiter.Listener> call = state.limiter.acquire(CONTEXT);
        call.orElseThrow().onSuccess();
        return true;
    }

    @Benchmark
    public boolean breakerOverCalls(Breaker state) {
        return call(state.overCalls);
    }

    @Benchmark
    public boolean breakerOverTime(Breaker state) {
        return call(state.overTime);
    }

    private static boolean call(CircuitBreaker breaker) {
        if (!breaker.tryAcquirePermission()) {
            throw new IllegalStateException("refused");
        }
        breaker.onSuccess(OurHotPaths.DURATION_NANOS, TimeUnit.NANOSECONDS);
        return true;
    }
}
