package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.grpcserver.GuardMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadGuardTest {
    @Test
    void aShortRunMeasuresBothModesBesideTheSimulation() {
        List<String> progress = new ArrayList<>();

        OverloadGuardReport report = new OverloadGuard(
                        new OverloadGuard.Config(1, Duration.ofSeconds(3), List.of(3.0)), progress::add)
                .run();

        assertThat(report.loads()).extracting(GuardedLoad::mode).containsExactly(GuardMode.OFF, GuardMode.ON);
        GuardedLoad off = report.loads().get(0);
        GuardedLoad on = report.loads().get(1);
        assertThat(off.real().refusedRatio()).isZero();
        assertThat(on.real().refusedRatio()).isPositive();
        // Three times what fits: without the guard the queue alone is soon longer than the deadline.
        assertThat(on.real().goodputRatio()).isGreaterThan(off.real().goodputRatio());
        assertThat(report.targets()).hasSize(3);
        assertThat(progress).hasSize(3);
        JsonNode json = new ObjectMapper().valueToTree(report);
        assertThat(json.path("loads").path(1).path("real").path("goodputRatio").isNumber())
                .isTrue();
        assertThat(BenchmarkTable.of(report)).contains("overload-guard, seed 1", "guard on, 3.0 x capacity");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> new OverloadGuard.Config(1, Duration.ZERO, List.of(1.0)))
                .hasMessage("length: PT0S (expected: 1 s to 10 min)");
        assertThatThrownBy(() -> new OverloadGuard.Config(1, Duration.ofSeconds(1), List.of(0.0)))
                .hasMessage("loads: 0.0 (expected: > 0, <= 10)");
    }
}
