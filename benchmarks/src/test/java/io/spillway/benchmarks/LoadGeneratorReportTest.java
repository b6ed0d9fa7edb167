package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadGeneratorReportTest {
    private static final Machine MACHINE = new Machine(2, 1, "25", "not used");
    private static final GeneratorSample SAMPLE = new GeneratorSample(2_000, 100, 30, 92, 184);

    @Test
    void generatorsThatAgreeMeetEveryTarget() {
        LoadGeneratorReport report =
                LoadGeneratorReport.of(1, MACHINE, List.of(SAMPLE, SAMPLE), List.of(SAMPLE, SAMPLE), false);

        assertThat(report.targets()).hasSize(5).allMatch(Target::met);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void aTenthBetweenTheMediansIsTooMuch() {
        GeneratorSample slower = new GeneratorSample(2_000, 100, 30, 92, 184 * 1.1);

        LoadGeneratorReport report = LoadGeneratorReport.of(1, MACHINE, List.of(slower), List.of(SAMPLE), false);

        assertThat(report.targets())
                .filteredOn(target -> !target.met())
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.name()).isEqualTo("percent of p99 apart");
                    assertThat(target.value()).isCloseTo(10, org.assertj.core.data.Offset.offset(0.001));
                });
    }

    @Test
    void aGeneratorThatWasLateSaysNothing() {
        LoadGeneratorReport report = LoadGeneratorReport.of(1, MACHINE, List.of(SAMPLE), List.of(SAMPLE), true);

        assertThat(report.passed()).isFalse();
        assertThat(report.invalid()).isNotNull();
    }
}
