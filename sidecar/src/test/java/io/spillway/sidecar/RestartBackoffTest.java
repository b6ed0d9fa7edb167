package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RestartBackoffTest {
    private final RestartBackoff backoff = new RestartBackoff(new Random(7));

    @Test
    void doublesUpToTenSecondsLessJitter() {
        List<Duration> waits = Stream.generate(() -> backoff.afterLifeOf(Duration.ofSeconds(1)))
                .limit(80)
                .toList();
        long fullMillis = 200;
        for (Duration wait : waits) {
            assertThat(wait).isBetween(Duration.ofMillis(fullMillis / 2), Duration.ofMillis(fullMillis));
            fullMillis = Math.min(10_000, fullMillis * 2);
        }
    }

    @Test
    void startsAnewAfterALongLife() {
        for (int i = 0; i < 10; i++) {
            backoff.afterLifeOf(Duration.ZERO);
        }
        assertThat(backoff.afterLifeOf(Duration.ofSeconds(30))).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
