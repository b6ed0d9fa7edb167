package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void aPercentileIsAValueThatWasMeasured() {
        Percentiles percentiles = new Percentiles(IntStream.rangeClosed(1, 1_000)
                .mapToObj(value -> (double) value)
                .toList());

        assertThat(percentiles.at(50)).isEqualTo(500);
        assertThat(percentiles.at(99)).isEqualTo(990);
        assertThat(percentiles.at(100)).isEqualTo(1_000);
    }

    @Test
    void orderDoesNotMatter() {
        assertThat(new Percentiles(List.of(3.0, 1.0, 2.0)).at(50)).isEqualTo(2);
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(new Percentiles(List.of()).at(99)).isZero();
    }

    @Test
    void thereIsNoPercentileAboveOneHundred() {
        assertThatThrownBy(() -> new Percentiles(List.of()).at(101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101.0 (expected: > 0 and <= 100)");
    }
}
