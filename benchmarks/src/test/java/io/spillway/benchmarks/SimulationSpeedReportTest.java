package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.benchmarks.SimulationSpeedRun.Cost;
import io.spillway.benchmarks.SimulationSpeedRun.Load;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationSpeedReportTest {
    @Test
    void theTimeIsThatOnOneCore() {
        SimulationSpeedReport report = report(new Cost(1_000_000, 1_000_000, 0, 1.5, 2.5, 1 << 20));

        assertThat(report.targets().getFirst()).isEqualTo(new Target("millionRequestsSeconds", 2.5, 3, true));
        assertThat(report.passed()).isTrue();
    }

    @Test
    void moreThanThreeSecondsAreTooMany() {
        assertThat(report(new Cost(1_000_000, 1_000_000, 0, 3.1, 3.1, 1 << 20)).passed())
                .isFalse();
    }

    @Test
    void aRunThatHadNoProcessorSaysNothing() {
        SimulationSpeedReport report = report(new Cost(1_000_000, 1_000_000, 0, 2.5, 1, 1 << 20));

        assertThat(report.invalid()).contains("had a processor for 1.0 of its 2.5 s");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void theMillionIsAMillionAndTheGraphHasTheServicesItIsSaidToHave() {
        assertThat(SimulationSpeedRun.topology(Load.GRAPH).services())
                .hasSize(1_000)
                .satisfies(services -> assertThat(services.stream()
                                .mapToInt(service -> service.replicas())
                                .sum())
                        .isEqualTo(2_000));
        assertThat(SimulationSpeedRun.topology(Load.MILLION).duration()).hasSeconds(1_250);
    }

    private static SimulationSpeedReport report(Cost million) {
        Cost graph = new Cost(300_000, 18_000_000, 0, 20, 22, 200 << 20);
        return SimulationSpeedReport.of(
                1, new Machine(1, 1, "25", "none"), Map.of(Load.MILLION, List.of(million), Load.GRAPH, List.of(graph)));
    }
}
