package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** How something calls a service: the keys that clients and services have in common. */
final class PolicyKeys {
    static final Key<Duration> TIMEOUT = Key.optional("timeout", TimeType.millis(1, 86_400_000))
            .describedAs("How long one attempt may take. When left out, as long as the deadline allows.")
            .example("250ms");
    static final Key<Integer> ATTEMPTS = Key.optional("attempts", Types.wholeNumber(1, 100))
            .orElse(CallPolicy.PLAIN.attempts())
            .describedAs("Attempts at most, the first included.")
            .example("3");
    static final Key<Duration> BACKOFF = Key.optional("backoff", TimeType.millis(0, 600_000))
            .orElse(CallPolicy.PLAIN.backoff())
            .describedAs(
                    "Longest wait before the second attempt; doubled for each further one. A random part is waited.")
            .example("25ms");
    static final Key<Duration> MAX_BACKOFF = Key.optional("maxBackoff", TimeType.millis(0, 600_000))
            .orElse(CallPolicy.PLAIN.maxBackoff())
            .describedAs("Where doubling ends.")
            .example("250ms");
    static final Key<CallPolicy.Pushback> PUSHBACK = Key.optional("pushback", Types.oneOf(CallPolicy.Pushback.class))
            .orElse(CallPolicy.PLAIN.pushback())
            .describedAs("Whether it waits as long as a service that refuses says, where it says so.")
            .example("ignored");
    static final Key<Balancing> BALANCING = Key.optional("balancing", Types.oneOf(Balancing.class))
            .orElse(CallPolicy.PLAIN.balancing())
            .describedAs("How a replica is chosen; each calling process knows only its own calls.")
            .example("least_request");

    static final Key<Section> RETRY_BUDGET = Key.optional("retryBudget", Types.section(ProtectionKeys.BUDGET_KEYS))
            .describedAs("Keeps retries of each calling process to a share of its successes; no budget when left out.")
            .example("{percent: 20}");
    static final Key<Section> BREAKER = Key.optional("breaker", Types.section(ProtectionKeys.BREAKER_KEYS))
            .describedAs("A circuit breaker in each calling process; none when left out. Refusals do not count.")
            .example("{failurePercent: 50}");
    static final Key<Section> OUTLIERS = Key.optional("outlierDetection", Types.section(ProtectionKeys.OUTLIER_KEYS))
            .describedAs("Takes replicas that fail out for a while, in each calling process; never when left out.")
            .example("{consecutiveFailures: 5}");

    private PolicyKeys() {}

    /** The given keys, and after them those of a policy. */
    static Schema with(Key<?>... first) {
        return Schema.of(Stream.concat(
                        Arrays.stream(first),
                        Stream.of(
                                TIMEOUT,
                                ATTEMPTS,
                                BACKOFF,
                                MAX_BACKOFF,
                                PUSHBACK,
                                BALANCING,
                                RETRY_BUDGET,
                                BREAKER,
                                OUTLIERS))
                .toArray(Key<?>[]::new));
    }

    static CallPolicy policy(Section section) {
        return new CallPolicy(
                section.find(TIMEOUT).orElse(CallPolicy.PLAIN.timeout()),
                section.get(ATTEMPTS),
                section.get(BACKOFF),
                section.get(MAX_BACKOFF),
                section.get(PUSHBACK),
                section.get(BALANCING),
                section.find(RETRY_BUDGET).map(ProtectionKeys::budget).orElse(null),
                section.find(BREAKER).map(ProtectionKeys::breaker).orElse(null),
                section.find(OUTLIERS).map(ProtectionKeys::outliers).orElse(null));
    }
}
