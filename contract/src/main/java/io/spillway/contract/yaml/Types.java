package io.spillway.contract.yaml;

import io.spillway.contract.Rule;
import io.spillway.contract.yaml.YamlNode.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** All types that a key can have. */
public final class Types {
    private static final Set<Kind> TEXT = Set.of(Kind.TEXT);
    // A bare number is accepted as a node so that the message is about the missing unit.
    private static final Set<Kind> TEXT_OR_NUMBER = Set.of(Kind.TEXT, Kind.INTEGER, Kind.DECIMAL);
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,10}");

    private Types() {}

    /** Text that matches a pattern as a whole. */
    public static Type<String> text(String words, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new ScalarType<>(
                TEXT,
                words,
                text -> compiled.matcher(text).matches() ? Optional.of(text) : Optional.empty(),
                Rule.BAD_VALUE,
                value -> true,
                ordered("type", "string", "pattern", "^(" + pattern + ")$"),
                value -> value);
    }

    /** A DNS label: it becomes part of host names, metric names and node ids. */
    public static Type<String> name() {
        return text("a name of a-z, 0-9 and -, at most 63 long", "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    }

    /** {@code host:port}, where the host is a name, an IPv4 address, or an IPv6 address in brackets. */
    public static Type<String> hostAndPort() {
        return text(
                "host:port",
                "([A-Za-z0-9]([-A-Za-z0-9._]{0,252})|\\[[0-9A-Fa-f:.]{2,45}\\])"
                        + ":([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])");
    }

    /** A file below the directory, with forward slashes. */
    public static Type<String> relativePath() {
        return text("a relative path with forward slashes", "[^/\\\\\\x00-\\x1f\\x7f][^\\\\\\x00-\\x1f\\x7f]{0,254}");
    }

    /** A whole number, both bounds included. */
    public static Type<Integer> wholeNumber(int min, int max) {
        return new ScalarType<>(
                Set.of(Kind.INTEGER),
                "a whole number " + min + " to " + max,
                Types::parseInt,
                Rule.OUT_OF_RANGE,
                value -> value >= min && value <= max,
                ordered("type", "integer", "minimum", min, "maximum", max),
                value -> value);
    }

    /** A number, both bounds included. */
    public static Type<Double> number(double min, double max) {
        return new ScalarType<>(
                Set.of(Kind.INTEGER, Kind.DECIMAL),
                "a number " + plain(min) + " to " + plain(max),
                Types::parseDouble,
                Rule.OUT_OF_RANGE,
                value -> value >= min && value <= max,
                ordered("type", "number", "minimum", min, "maximum", max),
                value -> value);
    }

    /** A duration, both bounds included. */
    public static Type<Duration> duration(Duration min, Duration max) {
        return new ScalarType<>(
                TEXT_OR_NUMBER,
                "a duration " + Units.format(min) + " to " + Units.format(max) + ", such as 250ms, 30s, 5m or 1h",
                Units::duration,
                Rule.BAD_DURATION,
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                ordered("type", "string", "pattern", "^" + Units.DURATION + "$"),
                Units::format);
    }

    /** A size in bytes, both bounds included. */
    public static Type<Long> size(long min, long max) {
        return new ScalarType<>(
                TEXT_OR_NUMBER,
                "a size " + Units.formatBytes(min) + " to " + Units.formatBytes(max)
                        + ", such as 64KiB, 256MiB or 1GiB",
                Units::bytes,
                Rule.BAD_SIZE,
                value -> value >= min && value <= max,
                ordered("type", "string", "pattern", "^" + Units.SIZE + "$"),
                Units::formatBytes);
    }

    /** A constant of an enum, in lower case. */
    public static <E extends Enum<E>> Type<E> oneOf(Class<E> constants) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : constants.getEnumConstants()) {
            byName.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return new ScalarType<>(
                TEXT,
                "one of " + String.join(", ", byName.keySet()),
                text -> Optional.ofNullable(byName.get(text)),
                Rule.BAD_VALUE,
                value -> true,
                ordered("enum", List.copyOf(byName.keySet())),
                value -> value.name().toLowerCase(Locale.ROOT));
    }

    /** A mapping with declared keys. */
    public static Type<Section> section(Schema schema) {
        return new StructuredTypes.SectionType(schema);
    }

    /** A list, each element with its position. */
    public static <T> Type<List<Located<T>>> listOf(Type<T> element) {
        return new StructuredTypes.ListType<>(element);
    }

    /** A mapping from names that the author chooses. */
    public static <T> Type<Map<String, Located<T>>> mapOf(Type<String> name, Type<T> element) {
        return new StructuredTypes.MapType<>(name, element);
    }

    /** A value, or {@code off}. */
    public static <T> Type<Toggle<T>> orOff(Type<T> on) {
        return new StructuredTypes.ToggleType<>(on);
    }

    /** Any mapping, kept as a JSON object. */
    public static Type<String> json() {
        return new JsonType();
    }

    /** Empty for what an int cannot hold and for YAML's octal and hexadecimal numbers: both surprise more than they help. */
    private static Optional<Integer> parseInt(String text) {
        try {
            return WHOLE.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Double> parseDouble(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
