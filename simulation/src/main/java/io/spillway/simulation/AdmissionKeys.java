package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;

/** What stands in front of a replica: exactly one of them. */
final class AdmissionKeys {
    private static final Key<Integer> FIXED = Key.optional("fixed", Types.wholeNumber(1, 1_000_000))
            .describedAs("Refuses what is above this number of calls in the replica.")
            .example("32");

    static final Schema KEYS = Schema.of(FIXED).withExactlyOneOf(FIXED);

    private AdmissionKeys() {}

    static AdmissionControl.Factory admission(Section section) {
        int limit = section.get(FIXED);
        return (simulation, replica, gate) -> new FixedLimit(limit);
    }
}
