package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.benchmarks.OverloadGoodput.Cell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadGoodputReportTest {
    private static final Machine MACHINE = new Machine(2, 1, "25", "not used");

    private static OverloadGoodputReport report(double ours, double best, double p99Millis) {
        List<Cell> cells = new ArrayList<>();
        for (OverloadArm arm : OverloadArm.values()) {
            double goodput = arm == OverloadArm.SPILLWAY ? ours : best;
            List<GoodputRun> runs = List.of(new GoodputRun(goodput, p99Millis, 0.5));
            cells.add(new Cell(arm, ServiceShape.CONSTANT, 2, runs));
        }
        return OverloadGoodputReport.of(1, MACHINE, cells);
    }

    @Test
    void passesWhenNothingIsMissingAndNobodyIsBetter() {
        assertThat(report(0.995, 1, 40).passed()).isTrue();
    }

    @Test
    void failsWhenAnotherArmIsBetterByMoreThanOnePercent() {
        assertThat(report(0.98, 1, 40).targets())
                .filteredOn(target -> !target.met())
                .extracting(Target::name)
                .containsExactly("behindBestArmPercent");
    }

    @Test
    void failsWhenGoodputIsMissingForAll() {
        assertThat(report(0.9, 0.9, 40).targets())
                .filteredOn(target -> !target.met())
                .extracting(Target::name)
                .containsExactly("goodputMissingPercent");
    }

    @Test
    void failsWhenWhatIsAcceptedWaitsTooLong() {
        assertThat(report(1, 1, 49).targets())
                .filteredOn(target -> !target.met())
                .extracting(Target::name)
                .containsExactly("acceptedP99OverUnloaded");
    }

    @Test
    void showsOneLineForAShapeAndLoad() {
        assertThat(BenchmarkTable.of(report(1, 1, 40))).contains("constant      2.0x");
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        assertThat(GoodputRun.of(OverloadArm.SPILLWAY, ServiceShape.CONSTANT, 2, 7))
                .isEqualTo(GoodputRun.of(OverloadArm.SPILLWAY, ServiceShape.CONSTANT, 2, 7));
    }

    @Test
    void absurdNumbersOfSeedsFail() {
        assertThatThrownBy(() -> new OverloadGoodput.Config(1, 0)).hasMessage("seeds: 0 (expected: 1 to 1000)");
        assertThatThrownBy(() -> new OverloadIsolation.Config(1, 0)).hasMessage("seeds: 0 (expected: 1 to 1000)");
    }
}
