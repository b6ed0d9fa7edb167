package io.spillway.envoyconfig;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One value of {@code %RESPONSE_CODE_DETAILS%}, the field {@code details} of the access log, explained. There are more
 * than these: Envoy calls its own list
 * (https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_conn_man/response_code_details) not complete
 * and not stable. Immutable.
 *
 * @param name the value, or how it begins
 * @param side whom it points to
 * @param meaning what happened
 * @param next what to look at, in this order
 */
public record ResponseDetail(String name, FaultSide side, String meaning, List<String> next) {

    public ResponseDetail {
        next = List.copyOf(next);
    }

    /** Every explained value. */
    public static List<ResponseDetail> all() {
        return ResponseReference.DETAILS;
    }

    /** The explanation that fits most of this value: {@code a{b}} is explained as itself, else as {@code a}. */
    public static Optional<ResponseDetail> find(String value) {
        String details = value.toLowerCase(Locale.ROOT);
        return all().stream()
                .filter(detail -> details.startsWith(detail.name))
                .filter(detail -> endsThere(detail.name, details))
                .max(Comparator.comparingInt(detail -> detail.name.length()));
    }

    /** All of it for a terminal, ended by a line feed. */
    public String text() {
        StringBuilder out = new StringBuilder()
                .append(name)
                .append("\nPoints to: ")
                .append(side.words())
                .append("\n\n")
                .append(meaning)
                .append("\n\nLook at:\n");
        next.forEach(step -> out.append("  - ").append(step).append('\n'));
        return out.toString();
    }

    /** So that {@code overload} does not explain {@code overloaded_elsewhere}. */
    private static boolean endsThere(String name, String details) {
        return name.length() == details.length()
                || isDelimiter(name.charAt(name.length() - 1))
                || isDelimiter(details.charAt(name.length()));
    }

    private static boolean isDelimiter(char c) {
        return "{}()|:.".indexOf(c) >= 0;
    }
}
