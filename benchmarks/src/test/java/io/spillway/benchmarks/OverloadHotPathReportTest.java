package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.benchmarks.OverloadHotPathReport.Measured;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadHotPathReportTest {
    private static final Machine MACHINE = new Machine(2, 1 << 30, "25", "none");

    private final List<HotPathSample> samples = new ArrayList<>();

    OverloadHotPathReportTest() {
        for (int repeat = 1; repeat <= 3; repeat++) {
            for (HotPathArm arm : HotPathArm.values()) {
                samples.add(new HotPathSample(arm, 2, repeat, nanos(arm), 0.001));
            }
        }
    }

    @Test
    void aRatioIsOfTheFastestPeerOfTheJob() {
        OverloadHotPathReport report = report(0.01);

        assertThat(report.targets())
                .contains(
                        new Target("fixedRatioAt2Threads", 0.4, 0.5, true),
                        new Target("adaptiveRatioAt2Threads", 0.25, 0.5, true),
                        new Target("breakerRatioAt2Threads", 0.75, 0.5, false),
                        new Target("breakerBytesAt2Threads", 0.001, 0.05, true));
        assertThat(report.passed()).isFalse();
    }

    @Test
    void repeatsAreComparedOneByOne() {
        samples.replaceAll(sample -> sample.repeat() == 1 && sample.arm().job() == HotPathArm.Job.FIXED
                ? new HotPathSample(sample.arm(), 2, 1, 10 * sample.nanos(), 0)
                : sample);

        assertThat(report(0.01).targets()).contains(new Target("fixedRatioAt2Threads", 0.4, 0.5, true));
    }

    @Test
    void oneObjectNowAndThenIsTooMuch() {
        samples.replaceAll(sample -> new HotPathSample(sample.arm(), 2, sample.repeat(), sample.nanos(), 24 / 300.0));

        assertThat(report(0.01).targets()).contains(new Target("fixedBytesAt2Threads", 0.08, 0.05, false));
    }

    @Test
    void aMachineThatOthersUseSaysNothing() {
        assertThat(report(0.1).invalid()).isNull();
        assertThat(report(0.6).invalid()).startsWith("other processes used 60% of the processors");
    }

    private OverloadHotPathReport report(double busy) {
        return OverloadHotPathReport.of(new Measured(1, MACHINE, 3, List.of(busy), samples));
    }

    private static double nanos(HotPathArm arm) {
        return switch (arm) {
            case PERMITS -> 4;
            case BULKHEAD -> 10;
            case ADMISSION -> 10;
            case GRADIENT2 -> 40;
            case BREAKER -> 15;
            case OVER_CALLS -> 20;
            case OVER_TIME -> 30;
        };
    }
}
