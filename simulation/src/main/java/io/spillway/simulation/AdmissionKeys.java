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
    private static final Key<Integer> FIXED = Key.optional("fixed", Types.wholeNumber(1, 1_000_000))
            .describedAs("Refuses what is above this number of calls in the replica.")
            .example("32");
    private static final Key<Section> ADAPTIVE = Key.optional("adaptive", Types.section(Schema.of(MOST)))
            .describedAs("The adaptive limit with priorities, cohorts and a short queue that Spillway's guard has.")
            .example("{}");

    static final Schema KEYS = Schema.of(FIXED, ADAPTIVE).withExactlyOneOf(FIXED, ADAPTIVE);

    private AdmissionKeys() {}

    static AdmissionControl.Factory admission(Section section) {
        if (section.has(ADAPTIVE)) {
            return AdaptiveAdmission.factory(AdmissionConfig.defaults()
                    .withMaxLimit(section.get(ADAPTIVE).get(MOST)));
        }
        int limit = section.get(FIXED);
        return (simulation, replica, gate) -> new FixedLimit(limit);
    }
}
