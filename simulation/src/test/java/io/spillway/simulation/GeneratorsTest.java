package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratorsTest {
    private static final ServiceSpec LIKE = ServiceSpec.of("s", ServiceTime.constant(Duration.ofMillis(1)));

    @Test
    void inAGraphEveryServiceButTheFirstIsCalledByAnother() {
        Topology graph = Generators.graph(1_000, 2_000, 30_000, Duration.ofSeconds(1), 1);

        assertThat(graph.services().stream()
                        .flatMap(service -> service.calls().stream())
                        .map(CallSpec::service)
                        .collect(Collectors.toSet()))
                .hasSize(999)
                .doesNotContain("s0");
        assertThat(graph.services().stream().mapToInt(ServiceSpec::replicas).sum())
                .isEqualTo(2_000);
    }

    @Test
    void inAGraphMostServicesCallFewAndSomeCallMany() {
        List<Integer> callees = Generators.graph(1_000, 2_000, 30_000, Duration.ofSeconds(1), 2).services().stream()
                .map(service -> service.calls().size())
                .sorted()
                .toList();

        assertThat(callees.get(500)).isLessThanOrEqualTo(2);
        assertThat(callees.getLast()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void theCallsOfAGraphAddUpToTheLoadThatWasAskedFor() {
        Topology graph = Generators.graph(200, 400, 5_000, Duration.ofSeconds(20), 3);

        Report report = new SimulationRun(graph, 1).run();

        assertThat(report.services().stream()
                        .mapToLong(Report.ServiceReport::arrivals)
                        .sum())
                .isBetween(95_000L, 105_000L);
        assertThat((double) report.client("users").goodput()
                        / report.client("users").arrivals())
                .isGreaterThan(0.999);
    }

    @Test
    void theSameSeedGivesTheSameGraph() {
        assertThat(calls(4)).isEqualTo(calls(4)).isNotEqualTo(calls(5));
    }

    private static List<List<CallSpec>> calls(long seed) {
        return Generators.graph(50, 80, 100, Duration.ofSeconds(1), seed).services().stream()
                .map(ServiceSpec::calls)
                .toList();
    }

    @Test
    void chainsAndTreesHaveTheirShape() {
        assertThat(Generators.chain(3, LIKE, CallPolicy.PLAIN))
                .extracting(service -> service.calls().size())
                .containsExactly(1, 1, 0);
        assertThat(Generators.tree(3, 2, LIKE, CallPolicy.PLAIN))
                .extracting(service ->
                        service.calls().stream().map(CallSpec::service).toList())
                .containsExactly(
                        List.of("s1", "s2"),
                        List.of("s3", "s4"),
                        List.of("s5", "s6"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        assertThatThrownBy(() -> Generators.tree(20, 20, LIKE, CallPolicy.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100,000 services");
    }
}
