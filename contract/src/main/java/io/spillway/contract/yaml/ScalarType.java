package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.yaml.YamlNode.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A value of one scalar: is it of the right kind, can it be read, is it in range.
 *
 * @param kinds what the YAML core schema may take it for; anything else is a wrong type
 * @param words to follow "expected"
 * @param parse empty when it cannot be read
 * @param unreadable the rule for that
 * @param inRange whether a value that was read is allowed
 */
record ScalarType<T>(
        Set<Kind> kinds,
        String words,
        Function<String, Optional<T>> parse,
        Rule unreadable,
        Predicate<T> inRange,
        Map<String, Object> jsonSchema,
        Function<T, Object> toJson)
        implements Type<T> {
    @Override
    public Optional<T> read(YamlNode node, String path, Findings findings) {
        if (!(node instanceof YamlNode.Scalar scalar) || !kinds.contains(scalar.kind())) {
            findings.add(Rule.WRONG_TYPE.at(node.location(), path + ": " + node.excerpt() + quoteHint(node), words));
            return Optional.empty();
        }
        Optional<T> value = parse.apply(scalar.text());
        if (value.isEmpty()) {
            findings.add(unreadable.at(node.location(), path + ": " + node.excerpt(), words));
            return Optional.empty();
        }
        if (!inRange.test(value.get())) {
            findings.add(Rule.OUT_OF_RANGE.at(node.location(), path + ": " + node.excerpt(), words));
            return Optional.empty();
        }
        return value;
    }

    /** {@code owner: 7} is a number to YAML, which authors do not see. */
    private String quoteHint(YamlNode node) {
        boolean wantsText = kinds.equals(Set.of(Kind.TEXT));
        if (wantsText && node instanceof YamlNode.Scalar scalar) {
            return switch (scalar.kind()) {
                case INTEGER, DECIMAL -> ", which YAML reads as a number";
                case TRUTH -> ", which YAML reads as true or false";
                default -> "";
            };
        }
        return "";
    }

    @Override
    public Object written(T value) {
        return toJson.apply(value);
    }
}
