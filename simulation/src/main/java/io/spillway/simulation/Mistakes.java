package io.spillway.simulation;

import io.spillway.contract.Findings;
import io.spillway.contract.Nearest;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.yaml.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** What is wrong with a file beyond the type of each value, with positions. */
final class Mistakes {
    private final Findings findings;
    private final List<Located<String>> mentioned = new ArrayList<>();

    Mistakes(Findings findings) {
        this.findings = findings;
    }

    Findings findings() {
        return findings;
    }

    /** Makes something whose parts must fit together; when they do not, reports that and goes on with the other value. */
    <T> T at(SourceLocation location, T otherwise, Supplier<? extends T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            int expected = message.indexOf(" (expected: ");
            findings.add(
                    expected < 0
                            ? Rule.OUT_OF_RANGE.at(location, message, "values that fit together")
                            : Rule.OUT_OF_RANGE.at(
                                    location,
                                    message.substring(0, expected),
                                    message.substring(expected + 12, message.length() - 1)));
            return otherwise;
        }
    }

    /** Somewhere a service is named. */
    void mention(String service, SourceLocation location) {
        mentioned.add(new Located<>(service, location));
    }

    /** Reports each name that is of none of the services. */
    void checkMentions(Collection<String> services) {
        for (Located<String> each : mentioned) {
            if (!services.contains(each.value())) {
                findings.add(Rule.BAD_VALUE.at(
                        each.location(),
                        "no service \"" + each.value() + "\"",
                        Nearest.suggestion(each.value(), services)));
            }
        }
    }
}
