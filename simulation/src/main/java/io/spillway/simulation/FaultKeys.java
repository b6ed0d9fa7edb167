package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import java.time.Duration;

/** The keys of a fault: where and when, and exactly one of the kinds. */
final class FaultKeys {
    /** How a service stops to answer. */
    enum Stop {
        /** Replicas freeze and then go on. */
        PAUSE,
        /** Calls are taken and never answered. */
        SILENCE
    }

    private static final Key<Duration> AT = Key.required("at", TimeType.millis(0, 604_800_000))
            .describedAs("When it begins.")
            .example("60s");
    private static final Key<Duration> FOR = Key.optional("for", TimeType.millis(0, 604_800_000))
            .orElse(Duration.ZERO)
            .describedAs("How long it lasts.")
            .example("30s");
    private static final Key<String> SERVICE =
            Key.required("service", Types.name()).describedAs("Where.").example("payments");
    private static final Key<Double> LATENCY = Key.optional("latencyFactor", Types.number(0.001, 1_000_000))
            .describedAs("Its own work takes so many times longer.")
            .example("10");
    private static final Key<Double> ERRORS = Key.optional("errorPercent", Types.number(0, 100))
            .describedAs("Share of the calls that fail, at once, in percent.")
            .example("30");
    private static final Key<Double> CAPACITY = Key.optional("capacityPercent", Types.number(0, 100))
            .describedAs("Share of the workers that is left, in percent.")
            .example("50");
    private static final Key<Integer> REPLICAS = Key.optional("replicas", Types.wholeNumber(1, 10_000))
            .describedAs("How many of its replicas, the first ones; all when left out.")
            .example("1");
    private static final Key<Integer> KILL = Key.optional("kill", Types.wholeNumber(1, 10_000))
            .describedAs("So many replicas die with what they work on; they join again, cold, at the end.")
            .example("1");
    private static final Key<Double> FLUSH = Key.optional("flushPercent", Types.number(0, 100))
            .describedAs("Share of what is in the caches of its calls that is lost, in percent.")
            .example("100");
    private static final Key<Stop> STOP = Key.optional("stop", Types.oneOf(Stop.class))
            .describedAs("pause: its replicas freeze and then go on; silence: calls are taken and never answered.")
            .example("pause");

    static final Schema KEYS = Schema.of(AT, FOR, SERVICE, REPLICAS, LATENCY, ERRORS, CAPACITY, KILL, FLUSH, STOP)
            .withExactlyOneOf(LATENCY, ERRORS, CAPACITY, KILL, FLUSH, STOP);

    private FaultKeys() {}

    static FaultSpec fault(Section section, Mistakes mistakes) {
        mistakes.mention(section.get(SERVICE), section.location(SERVICE));
        if (section.has(LATENCY)) {
            return of(section, FaultSpec.Kind.LATENCY, section.get(LATENCY));
        }
        if (section.has(ERRORS)) {
            return of(section, FaultSpec.Kind.ERRORS, section.get(ERRORS) / 100);
        }
        if (section.has(CAPACITY)) {
            return of(section, FaultSpec.Kind.CAPACITY, section.get(CAPACITY) / 100);
        }
        if (section.has(KILL)) {
            return of(section, FaultSpec.Kind.KILL, 0).ofReplicas(section.get(KILL));
        }
        if (section.has(FLUSH)) {
            return of(section, FaultSpec.Kind.FLUSH, section.get(FLUSH) / 100);
        }
        return of(section, section.get(STOP) == Stop.PAUSE ? FaultSpec.Kind.PAUSE : FaultSpec.Kind.BLACK_HOLE, 0);
    }

    private static FaultSpec of(Section section, FaultSpec.Kind kind, double amount) {
        return new FaultSpec(
                section.get(AT),
                section.get(FOR),
                section.get(SERVICE),
                kind,
                amount,
                section.find(REPLICAS).orElse(FaultSpec.ALL));
    }
}
