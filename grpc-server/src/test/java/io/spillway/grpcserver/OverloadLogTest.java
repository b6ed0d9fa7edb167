package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.overload.Priority;
import org.junit.jupiter.api.Test;

class OverloadLogTest {
    private static final long SECOND = 1_000_000_000;

    private final OverloadLog log = new OverloadLog("payments", () -> "limit 20", 0);

    @Test
    void thereIsOneLineASecondHoweverManyAreRefused() {
        try (CapturedLog lines = CapturedLog.of(Guard.class)) {
            for (int millis = 0; millis < 2_500; millis++) {
                log.refused(Priority.SHEDDABLE, GuardMode.ON, millis * 1_000_000L);
                log.refused(Priority.NORMAL, GuardMode.ON, millis * 1_000_000L);
            }

            assertThat(lines.messages())
                    .filteredOn(line -> line.startsWith("guard payments:"))
                    .hasSize(3)
                    .element(1)
                    .isEqualTo("guard payments: refused 2000 requests since the last line"
                            + " {normal=1000, sheddable=1000}; limit 20");
        }
    }

    @Test
    void theEndOfAnOverloadIsWrittenByTheNextRequestThatRuns() {
        try (CapturedLog lines = CapturedLog.of(Guard.class)) {
            log.refused(Priority.HIGH, GuardMode.DRY_RUN, 0);
            log.refused(Priority.HIGH, GuardMode.DRY_RUN, 1);
            log.flush(GuardMode.DRY_RUN, SECOND / 2);
            log.flush(GuardMode.DRY_RUN, SECOND);
            log.flush(GuardMode.DRY_RUN, 3 * SECOND);

            assertThat(lines.messages())
                    .filteredOn(line -> line.startsWith("guard payments: would have refused 1 requests"))
                    .hasSize(2);
        }
    }
}
