package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spillway.overload.PowerOfTwoChoices.Eligibility;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PowerOfTwoChoicesTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final PeakEwmaConfig CONFIG = PeakEwmaConfig.defaults();

    private final SplittableRandom random = new SplittableRandom(7);
    private long now = 100 * SECOND;

    @Test
    void latencyRisesAtOnceAndFallsSlowly() {
        PeakEwma endpoint = old();
        call(endpoint, 10 * MILLI);
        call(endpoint, 100 * MILLI);
        assertThat(endpoint.latencyNanos(now)).isCloseTo(100.0 * MILLI, within(1.0 * MILLI));

        for (int i = 0; i < 1000; i++) {
            now += 10 * MILLI;
            call(endpoint, 10 * MILLI);
        }
        double expected = 10 + 90 / Math.E;
        assertThat(endpoint.latencyNanos(now) / MILLI).isCloseTo(expected, within(1.0));
    }

    @Test
    void callsThatAreOutCost() {
        PeakEwma endpoint = old();
        call(endpoint, 10 * MILLI);
        double idle = endpoint.cost(now, 1);
        endpoint.started();
        endpoint.started();

        assertThat(endpoint.outstanding()).isEqualTo(2);
        assertThat(endpoint.cost(now, 1)).isCloseTo(3 * idle, within(1.0));
    }

    @Test
    void anEndpointThatIsNotCalledIsTriedAgain() {
        PeakEwma endpoint = old();
        call(endpoint, 3 * SECOND);
        double before = endpoint.cost(now, 1);
        now += 30 * SECOND;
        assertThat(endpoint.cost(now, 1)).isLessThan(before / 5);
    }

    @Test
    void aCallGivenUpCountsWhenItTookLonger() {
        PeakEwma endpoint = old();
        call(endpoint, 10 * MILLI);
        endpoint.started();
        endpoint.cancelled(now, MILLI);
        assertThat(endpoint.latencyNanos(now)).isCloseTo(10.0 * MILLI, within(1.0 * MILLI));
        endpoint.started();
        endpoint.cancelled(now, SECOND);
        assertThat(endpoint.latencyNanos(now)).isCloseTo(1.0 * SECOND, within(1.0 * MILLI));
        assertThat(endpoint.outstanding()).isZero();
    }

    @Test
    void oneFailureAmongManyCallsIsNoReasonToLeave() {
        PeakEwma endpoint = old();
        for (int i = 0; i < 1000; i++) {
            call(endpoint, 10 * MILLI);
            now += MILLI;
        }
        endpoint.started();
        endpoint.failed(now, MILLI);
        assertThat(endpoint.latencyNanos(now)).isLessThan(12.0 * MILLI);
    }

    @Test
    void whoRefusesAtOnceDoesNotLookFast() {
        PeakEwma[] endpoints = {old(), old(), old()};
        int[] chosen = new int[3];
        for (int i = 0; i < 20_000; i++) {
            int choice = choose(endpoints, Eligibility.ALL);
            endpoints[choice].started();
            chosen[choice]++;
            now += MILLI / 2;
            if (choice == 0) {
                endpoints[choice].failed(now, MILLI / 10);
            } else {
                endpoints[choice].succeeded(now, 10 * MILLI);
            }
        }
        assertThat(chosen[0]).isLessThan(400);
    }

    @Test
    void theSlowOneGetsTheFewerCalls() {
        PeakEwma[] endpoints = {old(), old(), old(), old()};
        int[] chosen = new int[4];
        for (int i = 0; i < 20_000; i++) {
            int choice = choose(endpoints, Eligibility.ALL);
            chosen[choice]++;
            call(endpoints[choice], (choice == 3 ? 50 : 10) * MILLI);
            now += MILLI;
        }
        assertThat(chosen[3]).isLessThan(2_000);
        assertThat(Arrays.stream(chosen).limit(3)).allMatch(count -> count > 5_000);
    }

    @Test
    void aNewEndpointGetsFewCallsAtFirstAndItsShareLater() {
        PeakEwma[] endpoints = {old(), old(), new PeakEwma(CONFIG, now)};
        int early = share(endpoints);
        now += 30 * SECOND;
        int late = share(endpoints);

        assertThat(early).isLessThan(late / 2);
        assertThat(late).isBetween(2_500, 4_200);
    }

    @Test
    void theIneligibleAreNotChosenUnlessAllAre() {
        PeakEwma[] endpoints = {old(), old(), old(), old(), old()};
        for (int i = 0; i < 1000; i++) {
            assertThat(choose(endpoints, (endpoint, nowNanos) -> endpoint == 3)).isEqualTo(3);
            assertThat(choose(endpoints, (endpoint, nowNanos) -> false)).isBetween(0, 4);
        }
    }

    @Test
    void equalEndpointsGetEqualShares() {
        PeakEwma[] endpoints = {old(), old(), old()};
        int[] chosen = new int[3];
        for (int i = 0; i < 30_000; i++) {
            chosen[choose(endpoints, Eligibility.ALL)]++;
        }
        assertThat(Arrays.stream(chosen)).allMatch(count -> count > 9_500 && count < 10_500);
    }

    @Test
    void theOnlyEndpointIsChosenAndNoneIsAnError() {
        assertThat(choose(new PeakEwma[] {old()}, (endpoint, nowNanos) -> false))
                .isZero();
        assertThatThrownBy(() -> choose(new PeakEwma[0], Eligibility.ALL))
                .hasMessage("endpoints: none (expected: at least one)");
    }

    @RepeatedTest(5)
    void everyCallThatComesBackIsTakenOff() throws InterruptedException {
        PeakEwma endpoint = old();
        Crowd.run(8, number -> {
            for (int i = 0; i < 10_000; i++) {
                endpoint.started();
                switch (i % 3) {
                    case 0 -> endpoint.succeeded(now + i * MILLI, i);
                    case 1 -> endpoint.failed(now + i * MILLI, i);
                    default -> endpoint.cancelled(now + i * MILLI, i);
                }
            }
        });
        assertThat(endpoint.outstanding()).isZero();
        assertThat(endpoint.latencyNanos(now)).isBetween(0.0, 2.0 * SECOND);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new PeakEwmaConfig(Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, 1))
                .hasMessage("decay: PT0S (expected: > PT0S and <= PT8760H)");
        assertThatThrownBy(() -> CONFIG.withSlowStart(Duration.ofSeconds(-1)))
                .hasMessage("slowStart: PT-1S (expected: > PT0S and <= PT8760H)");
        assertThatThrownBy(() -> new PeakEwmaConfig(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, 0))
                .hasMessage("least: 0.0 (expected: > 0 and <= 1)");
    }

    private int share(PeakEwma[] endpoints) {
        int chosen = 0;
        for (int i = 0; i < 10_000; i++) {
            int choice = choose(endpoints, Eligibility.ALL);
            // Calls overlap, as only outstanding calls bring the share of the new one into play.
            endpoints[choice].started();
            int other = choose(endpoints, Eligibility.ALL);
            chosen += choice == 2 ? 1 : 0;
            call(endpoints[other], 10 * MILLI);
            endpoints[choice].succeeded(now, 10 * MILLI);
            now += MILLI / 10;
        }
        return chosen;
    }

    private int choose(PeakEwma[] endpoints, Eligibility eligibility) {
        return PowerOfTwoChoices.choose(endpoints, eligibility, random.nextLong(), now);
    }

    private PeakEwma old() {
        return new PeakEwma(CONFIG, now - 60 * SECOND);
    }

    private void call(PeakEwma endpoint, long durationNanos) {
        endpoint.started();
        endpoint.succeeded(now, durationNanos);
    }
}
