package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.benchmarks.IsolationRun.Users;
import org.junit.jupiter.api.Test;

class OverloadIsolationTest {
    @Test
    void criticalCallsDoNotNoticeThatOthersAreMany() {
        assertThat(IsolationRun.of(OverloadArm.SPILLWAY, Users.KNOWN, 3).criticalRatio())
                .isGreaterThan(0.995);
    }

    @Test
    void sessionsCompleteOnlyWithCohorts() {
        assertThat(IsolationRun.of(OverloadArm.SPILLWAY, Users.KNOWN, 4).sessionsRatio())
                .isGreaterThan(0.3);
        assertThat(IsolationRun.of(OverloadArm.SPILLWAY, Users.UNKNOWN, 4).sessionsRatio())
                .isLessThan(0.01);
    }
}
