package io.spillway.sidecar;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before Envoy is started again: doubles with each death from 0.2 s to 10 s, by half at most shorter at
 * random so that sidecars that died together do not come back together. Starts anew once Envoy lived for 30 s. Not
 * thread-safe.
 */
final class RestartBackoff {
    private static final Duration BASE = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration HEALTHY = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private int deaths;

    RestartBackoff(RandomGenerator random) {
        this.random = random;
    }

    /** The wait after an Envoy that lived this long. */
    Duration afterLifeOf(Duration life) {
        if (life.compareTo(HEALTHY) >= 0) {
            deaths = 0;
        }
        long fullNanos = Math.min(LONGEST.toNanos(), BASE.toNanos() << Math.min(deaths, 20));
        deaths++;
        return Duration.ofNanos(fullNanos / 2 + random.nextLong(fullNanos / 2 + 1));
    }
}
