package io.spillway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CohortsTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private final Cohorts cohorts = Cohorts.hourly();

    @Test
    void keysSpreadEvenly() {
        long[] counts = new long[Cohorts.COUNT];
        for (int key = 0; key < 128_000; key++) {
            counts[cohorts.of("user-" + key, 1_000)]++;
        }
        assertThat(LongStream.of(counts)).allMatch(count -> count > 800 && count < 1_200);
    }

    @Test
    void aKeyKeepsItsCohortForAnHourAndThenChangesIt() {
        assertThat(IntStream.range(0, 60)
                        .map(minute -> cohorts.of("somebody", minute * 60_000L))
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(2);
        assertThat(IntStream.range(0, 24)
                        .map(hour -> cohorts.of("somebody", hour * HOUR))
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void keysDoNotChangeAllAtOnce() {
        long changed = IntStream.range(0, 10_000)
                .filter(key -> cohorts.of(key, HOUR - 1_000) != cohorts.of(key, HOUR + 1_000))
                .count();
        assertThat(changed).isLessThan(50);
    }

    @Test
    void absurdPeriodsFail() {
        assertThatThrownBy(() -> Cohorts.of(Duration.ZERO)).hasMessage("period: PT0S (expected: PT1S to PT8760H)");
    }
}
