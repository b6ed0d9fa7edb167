package io.spillway.overload;

import java.time.Duration;

/**
 * Settings of {@link OutlierDetection}. Immutable.
 *
 * @param consecutiveFailures after which an endpoint is ejected at once, at least 1
 * @param interval at whose end success rates are compared
 * @param minimumVolume calls that an endpoint needs in the interval to be compared, at least 1
 * @param minimumEndpoints with that many calls that are needed for a comparison, at least 2
 * @param deviations how many standard deviations below the mean an endpoint is an outlier, 0 to 100
 * @param baseEjection how long a first ejection lasts; each further one lasts that much longer
 * @param maxEjection what that grows to at most
 * @param maxEjectedShare of endpoints that are ejected at a time, 0 to 1: rounded down, but at least one, and never all
 */
public record OutlierConfig(
        int consecutiveFailures,
        Duration interval,
        int minimumVolume,
        int minimumEndpoints,
        double deviations,
        Duration baseEjection,
        Duration maxEjection,
        double maxEjectedShare) {
    private static final double MOST_DEVIATIONS = 100;
    private static final OutlierConfig DEFAULTS = new OutlierConfig(
            5, Duration.ofSeconds(10), 100, 5, 1.9, Duration.ofSeconds(30), Duration.ofSeconds(300), 0.3);

    /** @throws IllegalArgumentException with name, value and what was expected */
    public OutlierConfig {
        Setting.atLeast("consecutiveFailures", consecutiveFailures, 1);
        Setting.positive("interval", interval);
        Setting.atLeast("minimumVolume", minimumVolume, 1);
        Setting.atLeast("minimumEndpoints", minimumEndpoints, 2);
        Setting.between("deviations", deviations, 0, MOST_DEVIATIONS);
        Setting.positive("baseEjection", baseEjection);
        Setting.positive("maxEjection", maxEjection);
        if (maxEjection.compareTo(baseEjection) < 0) {
            throw Setting.unexpected("maxEjection", maxEjection, ">= baseEjection " + baseEjection);
        }
        Setting.between("maxEjectedShare", maxEjectedShare, 0, 1);
    }

    /** Envoy's figures, but for the share: 30% where Envoy says 10%, since a group of three can then spare one. */
    public static OutlierConfig defaults() {
        return DEFAULTS;
    }

    public OutlierConfig withConsecutiveFailures(int consecutiveFailures) {
        return new OutlierConfig(
                consecutiveFailures,
                interval,
                minimumVolume,
                minimumEndpoints,
                deviations,
                baseEjection,
                maxEjection,
                maxEjectedShare);
    }

    public OutlierConfig withComparison(int minimumVolume, int minimumEndpoints, double deviations) {
        return new OutlierConfig(
                consecutiveFailures,
                interval,
                minimumVolume,
                minimumEndpoints,
                deviations,
                baseEjection,
                maxEjection,
                maxEjectedShare);
    }

    public OutlierConfig withEjection(Duration base, Duration max, double maxShare) {
        return new OutlierConfig(
                consecutiveFailures, interval, minimumVolume, minimumEndpoints, deviations, base, max, maxShare);
    }
}
