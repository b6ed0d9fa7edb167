package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import io.spillway.overload.CircuitBreakerConfig;
import io.spillway.overload.OutlierConfig;
import io.spillway.overload.RetryBudgetConfig;
import java.time.Duration;

/** What protects a caller and those it calls; the defaults are those of the module overload. */
final class ProtectionKeys {
    private static final RetryBudgetConfig BUDGET = RetryBudgetConfig.defaults();
    private static final Key<Double> BUDGET_PERCENT = Key.optional("percent", Types.number(0, 100))
            .orElse(100 * BUDGET.share())
            .describedAs("Share of the successes that may be retries, in percent.")
            .example("20");
    private static final Key<Double> FLOOR = Key.optional("floorPerSecond", Types.number(0, 1_000_000))
            .orElse(BUDGET.floorPerSecond())
            .describedAs("Retries a second that are always allowed.")
            .example("10");
    private static final Key<Integer> BURST = Key.optional("burst", Types.wholeNumber(1, 1_000_000))
            .orElse(BUDGET.burst())
            .describedAs("Retries that are saved up at most.")
            .example("100");
    static final Schema BUDGET_KEYS = Schema.of(BUDGET_PERCENT, FLOOR, BURST);

    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.defaults();
    private static final Key<Duration> WINDOW = Key.optional("window", TimeType.millis(1, 3_600_000))
            .orElse(BREAKER.window())
            .describedAs("Over which calls are counted.")
            .example("10s");
    private static final Key<Integer> MINIMUM_CALLS = Key.optional("minimumCalls", Types.wholeNumber(1, 1_000_000))
            .orElse(BREAKER.minimumCalls())
            .describedAs("In the window before a share means anything.")
            .example("20");
    private static final Key<Double> FAILURE_PERCENT = Key.optional("failurePercent", Types.number(0.001, 100))
            .orElse(100 * BREAKER.failureRate())
            .describedAs("Share of failed calls at which it opens, in percent.")
            .example("50");
    private static final Key<Duration> SLOW_CALL = Key.optional("slowCall", TimeType.millis(1, 3_600_000))
            .orElse(BREAKER.slowCall())
            .describedAs("From which time on a call is slow.")
            .example("500ms");
    private static final Key<Double> SLOW_PERCENT = Key.optional("slowPercent", Types.number(0.001, 100))
            .orElse(100 * BREAKER.slowRate())
            .describedAs("Share of slow calls at which it opens, in percent.")
            .example("80");
    private static final Key<Duration> OPEN_FOR = Key.optional("openFor", TimeType.millis(1, 3_600_000))
            .orElse(BREAKER.openFor())
            .describedAs("How long it refuses before it lets some through to see.")
            .example("5s");
    private static final Key<Integer> PROBES = Key.optional("probes", Types.wholeNumber(1, 1_000_000))
            .orElse(BREAKER.probes())
            .describedAs("How many of these.")
            .example("5");
    private static final Key<Duration> PROBE_TIMEOUT = Key.optional("probeTimeout", TimeType.millis(1, 3_600_000))
            .orElse(BREAKER.probeTimeout())
            .describedAs("After which one that has not come back has failed.")
            .example("10s");
    static final Schema BREAKER_KEYS =
            Schema.of(WINDOW, MINIMUM_CALLS, FAILURE_PERCENT, SLOW_CALL, SLOW_PERCENT, OPEN_FOR, PROBES, PROBE_TIMEOUT);

    private static final OutlierConfig OUTLIER = OutlierConfig.defaults();
    private static final Key<Integer> CONSECUTIVE = Key.optional("consecutiveFailures", Types.wholeNumber(1, 1_000_000))
            .orElse(OUTLIER.consecutiveFailures())
            .describedAs("After which a replica is out at once. Refusals do not count.")
            .example("5");
    private static final Key<Duration> BASE_EJECTION = Key.optional("baseEjection", TimeType.millis(1, 3_600_000))
            .orElse(OUTLIER.baseEjection())
            .describedAs("How long it is out the first time; each further time that much longer.")
            .example("30s");
    private static final Key<Duration> MAX_EJECTION = Key.optional("maxEjection", TimeType.millis(1, 3_600_000))
            .orElse(OUTLIER.maxEjection())
            .describedAs("What that grows to at most.")
            .example("5m");
    private static final Key<Double> MAX_EJECTED = Key.optional("maxEjectedPercent", Types.number(0, 100))
            .orElse(100 * OUTLIER.maxEjectedShare())
            .describedAs("Share of the replicas that is out at a time, in percent; at least one, never all.")
            .example("30");
    static final Schema OUTLIER_KEYS = Schema.of(CONSECUTIVE, BASE_EJECTION, MAX_EJECTION, MAX_EJECTED);

    private ProtectionKeys() {}

    static RetryBudgetConfig budget(Section section) {
        return new RetryBudgetConfig(section.get(BUDGET_PERCENT) / 100, section.get(FLOOR), section.get(BURST));
    }

    static CircuitBreakerConfig breaker(Section section) {
        return new CircuitBreakerConfig(
                section.get(WINDOW),
                BREAKER.buckets(),
                section.get(MINIMUM_CALLS),
                section.get(FAILURE_PERCENT) / 100,
                section.get(SLOW_CALL),
                section.get(SLOW_PERCENT) / 100,
                section.get(OPEN_FOR),
                section.get(PROBES),
                section.get(PROBE_TIMEOUT));
    }

    static OutlierConfig outliers(Section section) {
        return OUTLIER.withConsecutiveFailures(section.get(CONSECUTIVE))
                .withEjection(section.get(BASE_EJECTION), section.get(MAX_EJECTION), section.get(MAX_EJECTED) / 100);
    }
}
