package io.spillway.simulation;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.yaml.Type;
import io.spillway.contract.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as in contracts, but also with a fraction and in microseconds: {@code 0.5ms}, {@code 250us}. */
record TimeType(Duration least, Duration most) implements Type<Duration> {
    private static final String FORM = "[0-9]{1,12}(\\.[0-9]{1,9})?(us|ms|s|m|h)";
    private static final Pattern PATTERN = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(us|ms|s|m|h)");
    private static final Map<String, Long> NANOS =
            Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    /** With both bounds in milliseconds and included. */
    static Type<Duration> millis(long least, long most) {
        return new TimeType(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    @Override
    public Optional<Duration> read(YamlNode node, String path, Findings findings) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            findings.add(Rule.WRONG_TYPE.at(node.location(), path + ": " + node.excerpt(), words()));
            return Optional.empty();
        }
        Matcher matcher = PATTERN.matcher(scalar.text());
        if (!matcher.matches()) {
            findings.add(Rule.BAD_DURATION.at(node.location(), path + ": " + node.excerpt(), words()));
            return Optional.empty();
        }
        BigDecimal nanos =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 0L)));
        boolean inRange = nanos.compareTo(BigDecimal.valueOf(least.toNanos())) >= 0
                && nanos.compareTo(BigDecimal.valueOf(most.toNanos())) <= 0;
        if (!inRange) {
            findings.add(Rule.OUT_OF_RANGE.at(node.location(), path + ": " + node.excerpt(), words()));
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    @Override
    public String words() {
        return "a duration " + format(least) + " to " + format(most) + ", such as 0.5ms, 250ms, 30s or 5m";
    }

    @Override
    public Map<String, Object> jsonSchema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", "^" + FORM + "$");
        return schema;
    }

    @Override
    public Object written(Duration value) {
        return format(value);
    }

    /** In the largest unit that loses nothing, as it is read. */
    static String format(Duration value) {
        long nanos = value.toNanos();
        for (String unit : new String[] {"h", "m", "s", "ms"}) {
            long size = NANOS.getOrDefault(unit, 1L);
            // 60s says more than 1m; 24h more than 1440m.
            boolean large = nanos / size >= (unit.equals("m") ? 5 : 1);
            if (nanos != 0 && large && nanos % size == 0) {
                return nanos / size + unit;
            }
        }
        return nanos == 0 ? "0ms" : nanos / 1_000 + "us";
    }
}
