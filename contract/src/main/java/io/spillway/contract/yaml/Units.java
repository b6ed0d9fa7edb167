package io.spillway.contract.yaml;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations ({@code 250ms}, {@code 5m}) and sizes ({@code 256MiB}) as they are written in contracts. */
public final class Units {
    static final String DURATION = "[0-9]{1,12}(ms|s|m|h)";
    static final String SIZE = "[0-9]{1,12}(B|KiB|MiB|GiB)";

    private static final Pattern DURATION_PATTERN = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");
    private static final Pattern SIZE_PATTERN = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Integer> SHIFT = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    private Units() {}

    /** Empty when it is not a duration of this form. */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = MILLIS.getOrDefault(matcher.group(2), 0L);
        return Optional.of(Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit));
    }

    /** In the largest unit that loses nothing; below a millisecond it is given in seconds with a fraction. */
    public static String format(Duration duration) {
        if (duration.getNano() % 1_000_000 != 0) {
            return duration.getSeconds() + "." + String.format("%09d", duration.getNano()) + "s";
        }
        if (duration.getNano() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.getSeconds();
        if (seconds != 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 && seconds >= 600 ? seconds / 60 + "m" : seconds + "s";
    }

    /** In bytes; empty when it is not a size of this form. */
    public static Optional<Long> bytes(String text) {
        Matcher matcher = SIZE_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift = SHIFT.getOrDefault(matcher.group(2), 0);
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift);
    }

    /** In the largest unit that loses nothing. */
    public static String formatBytes(long bytes) {
        TreeMap<Integer, String> units = new TreeMap<>();
        SHIFT.forEach((unit, shift) -> units.put(shift, unit));
        for (Map.Entry<Integer, String> unit : units.descendingMap().entrySet()) {
            if (bytes != 0 && bytes % (1L << unit.getKey()) == 0) {
                return (bytes >> unit.getKey()) + unit.getValue();
            }
        }
        return bytes + "B";
    }
}
