package io.spillway.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServiceTimesTest {
    @Test
    void aSeedFixesEveryTime() {
        assertThat(millis(9, 1_000)).isEqualTo(millis(9, 1_000)).isNotEqualTo(millis(10, 1_000));
    }

    @Test
    void timesAreLognormal() {
        List<Double> sorted = millis(9, 20_000).stream().sorted().toList();

        assertThat(sorted.get(10_000)).as("median").isCloseTo(20, within(0.5));
        assertThat(sorted.get(19_800))
                .as("99th percentile: e^(2.326 x 0.5) medians")
                .isCloseTo(64, within(4.0));
    }

    @Test
    void anUnknownMethodIsRefused() {
        assertThatThrownBy(() -> new ServiceTimes(1).next("payments/Refund"))
                .hasMessageStartingWith("method: payments/Refund (expected: one of ");
    }

    private static List<Double> millis(long seed, int count) {
        ServiceTimes times = new ServiceTimes(seed);
        return Stream.generate(() -> times.next("payments/Charge").time().toNanos() / 1e6)
                .limit(count)
                .toList();
    }
}
