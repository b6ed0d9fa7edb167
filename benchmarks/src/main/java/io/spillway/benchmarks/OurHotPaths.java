package io.spillway.benchmarks;

import io.spillway.overload.Admission;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.CircuitBreaker;
import io.spillway.overload.CircuitBreakerConfig;
import io.spillway.overload.CircuitListener;
import io.spillway.overload.Outcome;
import io.spillway.overload.Permits;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our side of {@link OverloadHotPath}: one call a method, acquired and released. Run by JMH only. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OurHotPaths {
    static final int FIXED_LIMIT = 1_000;
    static final long DURATION_NANOS = 1_000_000;

    /** A limit that stays. */
    @State(Scope.Benchmark)
    public static class Fixed {
        private final Permits permits = new Permits(FIXED_LIMIT);
    }

    /** A limit that is learned. */
    @State(Scope.Benchmark)
    public static class Adaptive {
        private final CoarseClock clock = new CoarseClock();
        private final Admission admission = new Admission(AdmissionConfig.defaults(), new SplittableRandom(1));

        @TearDown
        public void stop() {
            clock.close();
        }
    }

    /** A closed breaker. */
    @State(Scope.Benchmark)
    public static class Breaker {
        private final CoarseClock clock = new CoarseClock();
        private final CircuitBreaker breaker =
                new CircuitBreaker(CircuitBreakerConfig.defaults(), CircuitListener.NONE, clock.nanos());

        @TearDown
        public void stop() {
            clock.close();
        }
    }

    @Benchmark
    public boolean fixed(Fixed state) {
        if (!state.permits.tryAcquire()) {
            throw new IllegalStateException("refused");
        }
        state.permits.release();
        return true;
    }

    @Benchmark
    public int adaptive(Adaptive state) {
        int inflight = state.admission.tryAcquire(Admission.NO_DEADLINE, state.clock.nanos());
        if (inflight == 0) {
            throw new IllegalStateException("refused");
        }
        state.admission.release(inflight, DURATION_NANOS, 1, Outcome.OK, state.clock.nanos());
        return inflight;
    }

    @Benchmark
    public long breaker(Breaker state) {
        long permit = state.breaker.tryAcquire(state.clock.nanos());
        if (permit == CircuitBreaker.REFUSED) {
            throw new IllegalStateException("refused");
        }
        state.breaker.succeeded(permit, state.clock.nanos(), DURATION_NANOS);
        return permit;
    }
}
