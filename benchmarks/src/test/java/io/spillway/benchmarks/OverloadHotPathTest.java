package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OverloadHotPathTest {
    /** JMH wants a machine for itself; here only that it runs matters. */
    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void aJvmOfItsOwnMeasuresAnArm() {
        HotPathSample sample = OverloadHotPath.measure(HotPathArm.PERMITS, 1, 3);

        assertThat(sample.arm()).isEqualTo(HotPathArm.PERMITS);
        assertThat(sample.repeat()).isEqualTo(3);
        assertThat(sample.nanos()).isBetween(0.5, 10_000.0);
        assertThat(sample.bytes()).isLessThan(1);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new OverloadHotPath.Config(1, 0, List.of(1))).hasMessage("repeats: 0 (expected: > 0)");
        assertThatThrownBy(() -> new OverloadHotPath.Config(1, 1, List.of(1, 0)))
                .hasMessage("threads: [1, 0] (expected: some, each > 0)");
        assertThatThrownBy(() -> new OverloadHotPath.Config(1, 1, List.of()))
                .hasMessage("threads: [] (expected: some, each > 0)");
    }
}
