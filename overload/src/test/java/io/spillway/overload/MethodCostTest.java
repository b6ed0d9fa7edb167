package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MethodCostTest {
    private final MethodCost cost = new MethodCost(3);

    @Test
    void anUnknownMethodCostsOne() {
        assertThat(cost.of(0)).isEqualTo(1);
    }

    @Test
    void theMeanRequestCostsOneAndOthersWhatTheyTakeBesideIt() {
        for (int i = 0; i < 10_000; i++) {
            cost.record(0, 2_000_000);
            cost.record(1, 6_000_000);
        }
        assertThat(cost.of(0)).isCloseTo(0.5, within(0.01));
        assertThat(cost.of(1)).isCloseTo(1.5, within(0.01));
    }

    @Test
    void costIsBounded() {
        for (int i = 0; i < 1_000; i++) {
            cost.record(0, 1);
            cost.record(0, 1);
        }
        for (int i = 0; i < 10; i++) {
            cost.record(1, 60_000_000_000L);
        }
        assertThat(cost.of(1)).isEqualTo(MethodCost.MOST);
        assertThat(cost.of(0)).isEqualTo(MethodCost.LEAST);
    }

    @Test
    void absurdNumbersOfMethodsFail() {
        assertThatThrownBy(() -> new MethodCost(0)).hasMessage("methods: 0 (expected: 1 to 100000)");
    }
}
