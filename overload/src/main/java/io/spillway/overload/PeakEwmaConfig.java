package io.spillway.overload;

import java.time.Duration;

/**
 * Settings of {@link PeakEwma}. Immutable.
 *
 * @param decay after which a latency weighs 1/e of what it did
 * @param failurePenalty that a failed call is charged where it did not take longer
 * @param slowStart over which a new endpoint's share of calls grows to its full size; may be zero
 * @param least share that a new endpoint begins with, above 0 and at most 1
 */
public record PeakEwmaConfig(Duration decay, Duration failurePenalty, Duration slowStart, double least) {
    private static final PeakEwmaConfig DEFAULTS =
            new PeakEwmaConfig(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30), 0.1);

    /** @throws IllegalArgumentException with name, value and what was expected */
    public PeakEwmaConfig {
        Setting.positive("decay", decay);
        Setting.positive("failurePenalty", failurePenalty);
        if (!slowStart.isZero()) {
            Setting.positive("slowStart", slowStart);
        }
        Setting.share("least", least);
    }

    /** 10 s, 2 s, 30 s, a tenth. */
    public static PeakEwmaConfig defaults() {
        return DEFAULTS;
    }

    public PeakEwmaConfig withSlowStart(Duration slowStart) {
        return new PeakEwmaConfig(decay, failurePenalty, slowStart, least);
    }
}
