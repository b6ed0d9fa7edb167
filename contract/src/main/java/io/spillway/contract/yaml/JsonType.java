package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Json;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Any mapping, kept as one JSON object on one line. */
final class JsonType implements Type<String> {
    @Override
    public Optional<String> read(YamlNode node, String path, Findings findings) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            findings.add(Rule.WRONG_TYPE.at(node.location(), path + ": " + node.excerpt(), words()));
            return Optional.empty();
        }
        Converter converter = new Converter(path, findings);
        Object value = converter.convert(mapping);
        return converter.failed ? Optional.empty() : Optional.of(Json.compact(value));
    }

    @Override
    public String words() {
        return "a mapping";
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Types.ordered("type", "object");
    }

    @Override
    public Object written(String value) {
        return value;
    }

    private static final class Converter {
        private final String path;
        private final Findings findings;
        private boolean failed;

        Converter(String path, Findings findings) {
            this.path = path;
            this.findings = findings;
        }

        @Nullable
        Object convert(YamlNode node) {
            if (node instanceof YamlNode.Mapping mapping) {
                return mapping(mapping);
            }
            if (node instanceof YamlNode.Sequence sequence) {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(convert(item)));
                return items;
            }
            return scalar((YamlNode.Scalar) node);
        }

        private Map<String, @Nullable Object> mapping(YamlNode.Mapping mapping) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            Map<String, SourceLocation> seen = new HashMap<>();
            for (YamlNode.Entry entry : mapping.entries()) {
                SourceLocation first = seen.putIfAbsent(entry.key(), entry.location());
                if (first != null) {
                    failed = true;
                    findings.add(Rule.DUPLICATE_KEY.at(
                            entry.location(),
                            "a second " + Excerpt.of(entry.key()) + " in " + path,
                            "one; the first is in line " + first.line()));
                }
                object.put(entry.key(), convert(entry.value()));
            }
            return object;
        }

        @Nullable
        private Object scalar(YamlNode.Scalar scalar) {
            try {
                return switch (scalar.kind()) {
                    case TEXT -> scalar.text();
                    case NOTHING -> null;
                    case TRUTH -> scalar.text().equalsIgnoreCase("true");
                    case INTEGER -> integer(scalar.text());
                    case DECIMAL -> new BigDecimal(scalar.text());
                    case CUSTOM -> throw new NumberFormatException("custom tag");
                };
            } catch (NumberFormatException e) {
                failed = true;
                findings.add(Rule.WRONG_TYPE.at(
                        scalar.location(), path + ": " + scalar.excerpt(), "a value that JSON has; quote text"));
                return null;
            }
        }

        private static BigInteger integer(String text) {
            if (text.startsWith("0x")) {
                return new BigInteger(text.substring(2), 16);
            }
            return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        }
    }
}
