package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report REPORT = run(Topology.of(
            "small",
            Duration.ofSeconds(10),
            List.of(ClientSpec.of("users", "api", Arrivals.poisson(100))),
            List.of(ServiceSpec.of("api", ServiceTime.constant(Duration.ofMillis(5))))));

    @Test
    void textHasATableOfClientsAndOneOfServices() {
        assertThat(REPORT.text().lines())
                .anyMatch(line -> line.matches("users +api +[0-9,]+ +100.0% +0.0% +0.0% +0.0% +1.00 .*"))
                .anyMatch(line -> line.matches("api +[0-9,]+ +1.00 +100.0% .*"))
                .noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void jsonIsOneLineWithNullWhereThereWasNothing() {
        Report idle = run(Topology.of(
                "idle",
                Duration.ofSeconds(2),
                List.of(ClientSpec.of("users", "api", Arrivals.poisson(0))),
                List.of(ServiceSpec.of("api", ServiceTime.constant(Duration.ofMillis(5))))));

        assertThat(idle.json().lines()).hasSize(1);
        assertThat(idle.json())
                .contains("\"p99Millis\":[null,null]", "\"goodputRatio\":null")
                .doesNotContain("NaN");
        assertThat(idle.text()).contains("users", "-");
    }

    @Test
    void thePageHoldsItsDataItsScriptAndTheLicenceOfIt() {
        assertThat(REPORT.html())
                .contains("Copyright (c) 2022 Leon Sorokin", "var uPlot=", "\"name\":\"small\"")
                .doesNotContain("{{");
    }

    @Test
    void ofManyServicesThoseWithTroubleAreShownFirst() {
        List<ServiceSpec> chain =
                Generators.chain(60, ServiceSpec.of("s", ServiceTime.constant(Duration.ofMillis(1))), CallPolicy.PLAIN);
        Report report = run(Topology.of(
                        "many",
                        Duration.ofSeconds(5),
                        List.of(ClientSpec.of("users", "s0", Arrivals.poisson(10))),
                        chain)
                .with(FaultSpec.of(Duration.ZERO, Duration.ofSeconds(9), "s9", FaultSpec.Kind.ERRORS, 1)));

        assertThat(report.text())
                .contains("s9 ", "and 40 services less troubled")
                .doesNotContain("s50");
        assertThat(report.html()).contains("\"moreServices\":20").doesNotContain("\"name\":\"s59\"");
        assertThat(report.json()).contains("\"name\":\"s59\"");
    }

    @Test
    void percentilesAreExactWithinABucket() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 1; i <= 100_000; i++) {
            histogram.add(i * 10_000L);
        }

        assertThat(histogram.percentileNanos(0.5)).isBetween(500e6, 500e6 * 1.016);
        assertThat(histogram.percentileNanos(0.99)).isBetween(990e6, 990e6 * 1.016);
        assertThat(histogram.percentileNanos(1)).isEqualTo(1e9);
    }

    private static Report run(Topology topology) {
        return new SimulationRun(topology, 1).run();
    }
}
