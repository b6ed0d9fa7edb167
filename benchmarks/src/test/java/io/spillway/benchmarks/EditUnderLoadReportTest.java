package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.incidentlab.Arrivals;
import io.spillway.incidentlab.LatencySummary;
import io.spillway.incidentlab.LoadReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditUnderLoadReportTest {
    private static final AppliedEdit GOOD = new AppliedEdit(EditKind.EGRESS, 90, "");

    @Test
    void aCleanRunPasses() {
        EditUnderLoadReport report = report(List.of(GOOD), load(0, 0));

        assertThat(report.passed()).isTrue();
        assertThat(report.invalid()).isNull();
    }

    @Test
    void oneFailedRequestIsTooMany() {
        assertThat(report(List.of(GOOD), load(1, 0)).passed()).isFalse();
    }

    @Test
    void anEditThatIsNotAppliedFailsTheRunAndIsNamed() {
        EditUnderLoadReport report = report(
                List.of(GOOD, new AppliedEdit(EditKind.ENDPOINT, 10_000, "menu-1 removed: not settled")), load(0, 0));

        assertThat(report.notApplied()).isEqualTo(1);
        assertThat(report.problems()).containsExactly("menu-1 removed: not settled");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void aRunThatTheGeneratorCouldNotKeepUpWithIsInvalid() {
        EditUnderLoadReport report = report(List.of(GOOD), load(0, 50));

        assertThat(report.invalid()).contains("50 of 1000 requests were sent late");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void jsonHasTheFieldsOfEveryBenchmark() {
        JsonNode json = new ObjectMapper().valueToTree(report(List.of(GOOD), load(0, 0)));

        assertThat(json.path("name").asText()).isEqualTo("edit-under-load");
        assertThat(json.path("seed").asLong()).isEqualTo(5);
        assertThat(json.path("machine").path("envoy").asText()).isEqualTo("1.40.0");
        assertThat(json.path("edits").asInt()).isEqualTo(1);
        assertThat(json.path("requests").asInt()).isEqualTo(1_000);
        assertThat(json.path("applyMillisP99").asDouble()).isEqualTo(90);
        assertThat(json.path("arms").get(0).path("median").asDouble()).isEqualTo(90);
        assertThat(json.path("targets").get(0).path("met").asBoolean()).isTrue();
        assertThat(json.has("invalid")).isTrue();
    }

    @Test
    void theTableEndsWithTheTargets() {
        assertThat(BenchmarkTable.of(report(List.of(GOOD), load(2, 0))))
                .contains("egress added or removed")
                .contains("NOT MET failed: 2.00 (at most 0.00)");
    }

    private static EditUnderLoadReport report(List<AppliedEdit> edits, LoadReport with) {
        return EditUnderLoadReport.of(new EditUnderLoadReport.Measured(
                5, new Machine(2, 1L << 30, "25", "1.40.0"), edits, load(0, 0), with, List.of()));
    }

    private static LoadReport load(long failed, long late) {
        LatencySummary latency = new LatencySummary(1_000, 10, 20, 30, 40, 50);
        return new LoadReport(
                200,
                Arrivals.POISSON,
                5,
                "2026-01-01T00:00:00Z",
                5_000,
                1_000,
                1_000,
                0,
                1_000 - failed,
                failed,
                Map.of(),
                List.of(),
                latency,
                latency,
                1,
                late,
                late > 10);
    }
}
