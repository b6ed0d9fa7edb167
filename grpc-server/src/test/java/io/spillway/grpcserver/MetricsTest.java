package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void everyMetricIsThereFromTheStartWithFewLabels() {
        Guard guard = Guard.builder("payments")
                .registry(registry)
                .settings(GuardSettings.always(GuardMode.ON))
                .build();

        SortedSet<String> names = new TreeSet<>();
        registry.getMeters().forEach(meter -> names.add(meter.getId().getName()));
        assertThat(names)
                .containsExactly(
                        "spillway.guard.admitted",
                        "spillway.guard.cancelled",
                        "spillway.guard.inflight",
                        "spillway.guard.limit",
                        "spillway.guard.queue.wait",
                        "spillway.guard.queued",
                        "spillway.guard.refused",
                        "spillway.guard.unknown.priority",
                        "spillway.guard.would.refuse");
        assertThat(registry.getMeters()).hasSize(4 + 2 * 4 * 6 + 6);
        assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> {
            assertThat(id.getTags()).contains(Tag.of("guard", "payments"));
            assertThat(id.getDescription()).isNotBlank();
        });
        assertThat(registry.get("spillway.guard.limit").gauge().value())
                .isEqualTo(guard.snapshot().limit());
    }

    @Test
    void aGuardNeedsAName() {
        assertThatThrownBy(() -> Guard.builder(" ")).hasMessage("name: \" \" (expected: 1 to 100 characters)");
        assertThatThrownBy(() -> Guard.builder("x".repeat(101)))
                .hasMessageEndingWith("(expected: 1 to 100 characters)");
    }
}
