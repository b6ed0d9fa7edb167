package io.spillway.envoyconfig;

import io.spillway.contract.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One response flag of Envoy 1.40, explained for those who own services. Envoy writes the short names into the field
 * {@code flags} of the access log, several with commas between them, {@code -} for none.
 *
 * <p>The names are those of
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/advanced/substitution_formatter. Immutable.
 *
 * @param shortName such as {@code UH}
 * @param longName such as {@code NoHealthyUpstream}
 * @param side whom it points to
 * @param meaning what happened, and what the caller got
 * @param telling how to tell the sides apart
 * @param causes usual ones, the most frequent first
 * @param next what to look at, in this order
 */
public record ResponseFlag(
        String shortName,
        String longName,
        FaultSide side,
        String meaning,
        String telling,
        List<String> causes,
        List<String> next) {

    public ResponseFlag {
        causes = List.copyOf(causes);
        next = List.copyOf(next);
    }

    /** Every flag, in the order of Envoy's documentation. */
    public static List<ResponseFlag> all() {
        return ResponseReference.FLAGS;
    }

    /** The flag that has this short or long name, in any case of letters. */
    public static Optional<ResponseFlag> find(String name) {
        return all().stream()
                .filter(flag -> flag.shortName.equalsIgnoreCase(name) || flag.longName.equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * What to say about a name that {@link #find} does not know: the one that was probably meant, else all short names.
     */
    public static String suggestion(String name) {
        Map<String, String> names = new LinkedHashMap<>();
        for (ResponseFlag flag : all()) {
            names.put(flag.shortName, flag.shortName);
            names.put(flag.longName.toUpperCase(Locale.ROOT), flag.longName);
        }
        return Nearest.of(name.toUpperCase(Locale.ROOT), names.keySet())
                .map(near -> "did you mean " + names.get(near) + "?")
                .orElseGet(() ->
                        "one of " + all().stream().map(ResponseFlag::shortName).toList());
    }

    /** All of it for a terminal, ended by a line feed. */
    public String text() {
        StringBuilder out = new StringBuilder()
                .append(shortName)
                .append("  ")
                .append(longName)
                .append("\nPoints to: ")
                .append(side.words())
                .append("\n\n")
                .append(meaning)
                .append("\n\n")
                .append(telling)
                .append("\n\nUsual causes:\n");
        causes.forEach(cause -> out.append("  - ").append(cause).append('\n'));
        out.append("\nLook at:\n");
        next.forEach(step -> out.append("  - ").append(step).append('\n'));
        return out.toString();
    }
}
