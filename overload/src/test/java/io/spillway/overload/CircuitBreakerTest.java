package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.overload.CircuitState.Cause;
import io.spillway.overload.CircuitState.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FAST = 1_000_000L;
    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.defaults()
            .withWindow(Duration.ofSeconds(10), 10)
            .withMinimumCalls(10)
            .withFailureRate(0.5)
            .withSlowCalls(Duration.ofSeconds(1), 0.8)
            .withOpenFor(Duration.ofSeconds(5))
            .withProbes(3, Duration.ofSeconds(10));

    private final List<Move> moves = new ArrayList<>();
    private final List<CircuitFigures> figures = new ArrayList<>();
    /** Near the end of what a long can say: differences alone may matter. */
    private long now = Long.MAX_VALUE - 3 * SECOND;

    private final CircuitBreaker breaker = new CircuitBreaker(
            CONFIG,
            (move, counted, nowNanos) -> {
                moves.add(move);
                figures.add(counted);
            },
            now);

    @Test
    void opensWhenHalfOfEnoughCallsFail() {
        succeed(5);
        fail(4);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        fail(1);

        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        assertThat(breaker.tryAcquire(now)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.retryAfterNanos(now)).isEqualTo(5 * SECOND);
        assertThat(moves).containsExactly(new Move(CircuitState.CLOSED, Cause.FAILURE_RATE, CircuitState.OPEN));
        assertThat(figures)
                .singleElement()
                .asString()
                .isEqualTo("CLOSED: 5 of 10 calls failed, 0 slow, in the last 10 s");
    }

    @Test
    void fewerCallsThanTheMinimumSayNothing() {
        fail(9);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        fail(1);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void opensWhenMostCallsAreSlow() {
        succeed(2);
        for (int i = 0; i < 8; i++) {
            breaker.succeeded(breaker.tryAcquire(now), now, SECOND);
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        assertThat(moves).extracting(Move::cause).containsExactly(Cause.SLOW_RATE);
    }

    @Test
    void callsOlderThanTheWindowAreForgotten() {
        fail(9);
        now += 9 * SECOND + SECOND / 2;
        assertThat(breaker.figures(now).failures()).isEqualTo(9);
        now += SECOND / 2;
        assertThat(breaker.figures(now))
                .isEqualTo(new CircuitFigures(CircuitState.CLOSED, Duration.ofSeconds(10), 0, 0, 0));
        fail(9);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void theWindowSlidesByBuckets() {
        for (int i = 0; i < 30; i++) {
            succeed(2);
            now += SECOND;
        }
        assertThat(breaker.figures(now).calls()).isEqualTo(18);
    }

    @Test
    void closesWhenProbesGoWell() {
        open();
        now += 5 * SECOND - 1;
        assertThat(breaker.tryAcquire(now)).isEqualTo(CircuitBreaker.REFUSED);
        now += 1;
        succeed(3);

        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        assertThat(breaker.figures(now).calls()).isZero();
        assertThat(moves)
                .extracting(Move::to)
                .containsExactly(CircuitState.OPEN, CircuitState.HALF_OPEN, CircuitState.CLOSED);
    }

    @Test
    void noMoreThanSoManyProbesAreOut() {
        open();
        now += 5 * SECOND;
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.tryAcquire(now)).isNotEqualTo(CircuitBreaker.REFUSED);
        }
        assertThat(breaker.tryAcquire(now)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.retryAfterNanos(now)).isEqualTo(10 * SECOND);
    }

    @Test
    void opensAgainAsSoonAsTooManyProbesHaveFailed() {
        open();
        now += 5 * SECOND;
        fail(1);
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        fail(1);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        assertThat(breaker.retryAfterNanos(now)).isEqualTo(5 * SECOND);
    }

    @Test
    void probesThatNeverComeBackAreGivenUp() {
        open();
        now += 5 * SECOND;
        for (int i = 0; i < 3; i++) {
            breaker.tryAcquire(now);
        }
        now += 10 * SECOND - 1;
        assertThat(breaker.tryAcquire(now)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        now += 1;
        assertThat(breaker.tryAcquire(now)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        now += 5 * SECOND;
        succeed(3);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void aCancelledProbeMakesRoomForAnother() {
        open();
        now += 5 * SECOND;
        for (int i = 0; i < 20; i++) {
            breaker.cancelled(breaker.tryAcquire(now));
        }
        succeed(3);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void whatComesBackLateDoesNotCountForTheNewPeriod() {
        long closed = breaker.tryAcquire(now);
        open();
        breaker.failed(closed, now, FAST);
        now += 5 * SECOND;
        long probe = breaker.tryAcquire(now);
        breaker.succeeded(closed, now, FAST);
        breaker.cancelled(closed);
        assertThat(breaker.figures(now).calls()).isZero();

        fail(2);
        breaker.succeeded(probe, now, FAST);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        now += 5 * SECOND;
        succeed(2);
        breaker.failed(probe, now, FAST);
        succeed(1);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void theTableOfMovesIsThisDiagram() {
        StringBuilder diagram = new StringBuilder();
        for (Move move : CircuitState.MOVES) {
            diagram.append(move.from())
                    .append(" -- ")
                    .append(move.cause())
                    .append(" -> ")
                    .append(move.to())
                    .append('\n');
        }
        assertThat(diagram).hasToString("""
                CLOSED -- FAILURE_RATE -> OPEN
                CLOSED -- SLOW_RATE -> OPEN
                OPEN -- OPEN_TIME_OVER -> HALF_OPEN
                HALF_OPEN -- PROBES_WELL -> CLOSED
                HALF_OPEN -- PROBES_BAD -> OPEN
                """);
    }

    /** Whatever calls do, some of them never coming back: once they go well again, they are let through again. */
    @Property
    void isNeverStuck(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            long permit = breaker.tryAcquire(now);
            switch (random.nextInt(5)) {
                case 0 -> breaker.succeeded(permit, now, random.nextLong(2 * SECOND));
                case 1, 2 -> breaker.failed(permit, now, FAST);
                case 3 -> breaker.cancelled(permit);
                default -> {}
            }
            now += random.nextLong(SECOND);
        }
        for (int i = 0; i < 40; i++) {
            breaker.succeeded(breaker.tryAcquire(now), now, FAST);
            now += SECOND;
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> CONFIG.withWindow(Duration.ZERO, 1))
                .hasMessage("window: PT0S (expected: > PT0S and <= PT8760H)");
        assertThatThrownBy(() -> CONFIG.withWindow(Duration.ofSeconds(1), 0))
                .hasMessage("buckets: 0 (expected: >= 1 and <= 1000)");
        assertThatThrownBy(() -> CONFIG.withMinimumCalls(0)).hasMessage("minimumCalls: 0 (expected: >= 1)");
        assertThatThrownBy(() -> CONFIG.withFailureRate(Double.NaN))
                .hasMessage("failureRate: NaN (expected: > 0 and <= 1)");
        assertThatThrownBy(() -> CONFIG.withSlowCalls(Duration.ofSeconds(-1), 1))
                .hasMessage("slowCall: PT-1S (expected: > PT0S and <= PT8760H)");
        assertThatThrownBy(() -> CONFIG.withSlowCalls(Duration.ofSeconds(1), 1.5))
                .hasMessage("slowRate: 1.5 (expected: > 0 and <= 1)");
        assertThatThrownBy(() -> CONFIG.withOpenFor(Duration.ofDays(400)))
                .hasMessage("openFor: PT9600H (expected: > PT0S and <= PT8760H)");
        assertThatThrownBy(() -> CONFIG.withProbes(0, Duration.ofSeconds(1))).hasMessage("probes: 0 (expected: >= 1)");
    }

    private void open() {
        fail(10);
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    private void succeed(int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.succeeded(breaker.tryAcquire(now), now, FAST);
        }
    }

    private void fail(int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.failed(breaker.tryAcquire(now), now, FAST);
        }
    }
}
