package io.spillway.incidentlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
    @Property(tries = 50)
    void sameSeedGivesTheSameTimesThatNeverDecrease(
            @ForAll long seed, @ForAll Arrivals arrivals, @ForAll @DoubleRange(min = 0.1, max = 100_000) double rate) {
        long[] times = offsets(rate, arrivals, seed, 500);

        assertThat(offsets(rate, arrivals, seed, 500)).containsExactly(times);
        assertThat(times).isSorted();
    }

    @Test
    void anotherSeedGivesOtherPoissonTimes() {
        assertThat(offsets(100, Arrivals.POISSON, 1, 100)).isNotEqualTo(offsets(100, Arrivals.POISSON, 2, 100));
    }

    @Test
    void constantArrivalsDoNotDrift() {
        long[] times = offsets(3, Arrivals.CONSTANT, 1, 3_000_001);

        assertThat(times[1]).isEqualTo(333_333_333L);
        assertThat(times[3_000_000]).isEqualTo(1_000_000L * 1_000_000_000L);
    }

    @Test
    void poissonArrivalsKeepTheRateWithinTwoPercent() {
        int count = 100_000;
        double seconds = offsets(200, Arrivals.POISSON, 42, count)[count - 1] / 1e9;

        assertThat(count / seconds).isCloseTo(200, Percentage.withPercentage(2));
    }

    @Test
    void poissonGapsSpreadAsAnExponentialDoes() {
        int count = 100_000;
        long[] times = offsets(1_000, Arrivals.POISSON, 42, count);
        double longGaps = LongStream.range(1, count)
                        .filter(i -> times[(int) i] - times[(int) i - 1] > 1_000_000)
                        .count()
                / (double) (count - 1);

        assertThat(longGaps).as("part of the gaps above the mean").isCloseTo(1 / Math.E, within(0.01));
    }

    private static long[] offsets(double rate, Arrivals arrivals, long seed, int count) {
        ArrivalSchedule schedule = new ArrivalSchedule(rate, arrivals, seed);
        return LongStream.generate(schedule::nextOffsetNanos).limit(count).toArray();
    }
}
