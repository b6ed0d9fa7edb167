package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import io.spillway.overload.AdmissionConfig;

/** What stands in front of a replica: exactly one of them. */
final class AdmissionKeys {
    private static final Key<Integer> MOST = Key.optional("maxLimit", Types.wholeNumber(1, 1_000_000))
            .orElse(AdmissionConfig.defaults().maxLimit())
            .describedAs("Calls in the replica that it never passes.")
            .example("20000");
    private static final Key<Double> PER_SECOND = Key.required("perSecond", Types.number(0.001, 1_000_000))
            .describedAs("Calls a second that one replica takes.")
            .example("100");
    private static final Key<Integer> BURST = Key.optional("burst", Types.wholeNumber(1, 1_000))
            .orElse(10)
            .describedAs("Calls that may come at once after a quiet time.")
            .example("10");
    private static final Key<Integer> FIXED = Key.optional("fixed", Types.wholeNumber(1, 1_000_000))
            .describedAs("Refuses what is above this number of calls in the replica.")
            .example("32");
    private static final Key<Section> ADAPTIVE = Key.optional("adaptive", Types.section(Schema.of(MOST)))
            .describedAs("The adaptive limit with priorities, cohorts and a short queue that Spillway's guard has.")
            .example("{}");

    private static final Key<Section> RATE = Key.optional("rate", Types.section(Schema.of(PER_SECOND, BURST)))
            .describedAs("Refuses what is above a rate (token bucket).")
            .example("{perSecond: 100}");

    static final Schema KEYS = Schema.of(FIXED, RATE, ADAPTIVE).withExactlyOneOf(FIXED, RATE, ADAPTIVE);

    private AdmissionKeys() {}

    static AdmissionControl.Maker admission(Section section) {
        if (section.has(ADAPTIVE)) {
            return AdaptiveAdmission.maker(AdmissionConfig.defaults()
                    .withMaxLimit(section.get(ADAPTIVE).get(MOST)));
        }
        if (section.has(RATE)) {
            Section rate = section.get(RATE);
            return (simulation, replica, gate) ->
                    new RateLimit(rate.get(PER_SECOND), rate.get(BURST), simulation.nowNanos());
        }
        int limit = section.get(FIXED);
        return (simulation, replica, gate) -> new FixedLimit(limit);
    }
}
