package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.overload.CircuitState.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;

class CircuitBreakerStressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FAST = 1_000_000L;

    @RepeatedTest(5)
    void everyCallIsCountedOnce() throws InterruptedException {
        CircuitBreaker breaker = new CircuitBreaker(
                CircuitBreakerConfig.defaults().withFailureRate(1).withWindow(Duration.ofSeconds(10), 10),
                CircuitListener.NONE,
                0);

        Crowd.run(8, number -> {
            for (int i = 0; i < 10_000; i++) {
                long permit = breaker.tryAcquire(0);
                if (i % 10 == 0) {
                    breaker.failed(permit, 9 * SECOND * i / 10_000, FAST);
                } else {
                    breaker.succeeded(permit, 9 * SECOND * i / 10_000, FAST);
                }
            }
        });

        assertThat(breaker.figures(9 * SECOND))
                .isEqualTo(new CircuitFigures(CircuitState.CLOSED, Duration.ofSeconds(10), 80_000, 8_000, 0));
    }

    @RepeatedTest(5)
    void neverMoreProbesThanAllowedAndTheMovesFollowTheTable() throws InterruptedException {
        List<Move> moves = Collections.synchronizedList(new ArrayList<>());
        CircuitBreaker breaker = new CircuitBreaker(
                CircuitBreakerConfig.defaults()
                        .withMinimumCalls(5)
                        .withProbes(3, Duration.ofSeconds(1))
                        .withOpenFor(Duration.ofNanos(500)),
                (move, figures, nowNanos) -> moves.add(move),
                0);
        AtomicLong clock = new AtomicLong();
        Map<Long, Integer> probes = new ConcurrentHashMap<>();

        Crowd.run(8, number -> {
            for (int i = 0; i < 20_000; i++) {
                long permit = breaker.tryAcquire(clock.incrementAndGet());
                boolean probe = permit != CircuitBreaker.REFUSED && (permit & 3) == CircuitState.HALF_OPEN.code();
                if (probe) {
                    probes.merge(permit, 1, Integer::sum);
                }
                if (i / 100 % 2 == 0) {
                    breaker.failed(permit, clock.get(), FAST);
                } else {
                    breaker.succeeded(permit, clock.get(), FAST);
                }
            }
        });

        assertThat(probes).isNotEmpty();
        assertThat(probes.values()).allMatch(count -> count <= 3);
        CircuitState state = CircuitState.CLOSED;
        for (Move move : moves) {
            assertThat(move.from()).isEqualTo(state);
            assertThat(CircuitState.MOVES).contains(move);
            state = move.to();
        }
        assertThat(breaker.state()).isEqualTo(state);
    }
}
