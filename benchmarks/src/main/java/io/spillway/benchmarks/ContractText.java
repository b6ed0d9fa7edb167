package io.spillway.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Edits of a {@code service.yaml} as a person makes them: a line replaced, added or taken out. Pure. */
final class ContractText {
    private ContractText() {}

    /** Sets a key under {@code protect}. */
    static String withProtection(String yaml, String key, String value) {
        String line = "  " + key + ": " + value;
        Matcher existing =
                Pattern.compile("(?m)^  " + Pattern.quote(key) + ":.*$").matcher(yaml);
        return existing.find()
                ? existing.replaceFirst(Matcher.quoteReplacement(line))
                : insertAfter(yaml, "protect:", line);
    }

    static boolean hasEgress(String yaml, String callee) {
        return yaml.contains(egressLine(callee) + "\n");
    }

    static String withEgress(String yaml, String callee) {
        return insertAfter(yaml, "egress:", egressLine(callee));
    }

    static String withoutEgress(String yaml, String callee) {
        return yaml.replace(egressLine(callee) + "\n", "");
    }

    private static String egressLine(String callee) {
        return "  - service: " + callee;
    }

    private static String insertAfter(String yaml, String line, String inserted) {
        if (!yaml.contains("\n" + line + "\n")) {
            throw new IllegalArgumentException("no line \"" + line + "\" in:\n" + yaml);
        }
        return yaml.replace("\n" + line + "\n", "\n" + line + "\n" + inserted + "\n");
    }
}
