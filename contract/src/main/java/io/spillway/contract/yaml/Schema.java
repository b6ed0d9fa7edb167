package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Nearest;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys that a mapping may have. Immutable. */
public final class Schema {
    private final List<Key<?>> keys;
    private final Map<String, Key<?>> byName;
    private final List<Key<?>> exactlyOne;

    private Schema(List<Key<?>> keys, List<Key<?>> exactlyOne) {
        this.keys = List.copyOf(keys);
        this.exactlyOne = List.copyOf(exactlyOne);
        this.byName = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("keys: " + key + " twice (expected: distinct names)");
            }
        }
    }

    /** In the order of the documentation. */
    public static Schema of(Key<?>... keys) {
        return new Schema(List.of(keys), List.of());
    }

    /** The same keys, of which exactly one of the given must be there. */
    public Schema withExactlyOneOf(Key<?>... some) {
        return new Schema(keys, List.of(some));
    }

    public List<Key<?>> keys() {
        return keys;
    }

    /** Reads a whole file. Reports all mistakes; empty when what is required is missing or unusable. */
    public Optional<Section> read(String file, byte[] content, Findings findings) {
        return read(file, content, YamlLimits.DEFAULT, findings);
    }

    /** Reads a whole file of which more or less than usual is accepted. */
    public Optional<Section> read(String file, byte[] content, YamlLimits limits, Findings findings) {
        return YamlFile.parse(file, content, limits, findings).flatMap(root -> read(root, "", findings));
    }

    /**
     * Reads a mapping.
     *
     * @param path of the mapping, for messages; empty for a whole file
     */
    Optional<Section> read(YamlNode node, String path, Findings findings) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            findings.add(Rule.WRONG_TYPE.at(
                    node.location(),
                    prefixed(path, node.excerpt()),
                    "a mapping with the keys " + String.join(", ", byName.keySet())));
            return Optional.empty();
        }
        Section.Gatherer gatherer = new Section.Gatherer();
        Map<String, SourceLocation> seen = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            SourceLocation first = seen.putIfAbsent(entry.key(), entry.location());
            Key<?> key = byName.get(entry.key());
            if (first != null) {
                findings.add(Rule.DUPLICATE_KEY.at(
                        entry.location(),
                        "a second " + Excerpt.of(entry.key()),
                        "one; the first is in line " + first.line()));
            } else if (key == null) {
                findings.add(Rule.UNKNOWN_KEY.at(
                        entry.location(),
                        "unknown key " + Excerpt.of(entry.key()) + (path.isEmpty() ? "" : " in " + path),
                        Nearest.suggestion(entry.key(), byName.keySet())));
            } else {
                read(key, entry, dotted(path, key.name()), gatherer, findings);
            }
        }
        return isComplete(mapping, path, seen.keySet(), gatherer, findings)
                ? Optional.of(gatherer.build(mapping.location()))
                : Optional.empty();
    }

    private static <T> void read(
            Key<T> key, YamlNode.Entry entry, String path, Section.Gatherer gatherer, Findings findings) {
        key.type()
                .read(entry.value(), path, findings)
                .ifPresent(value ->
                        gatherer.put(key, value, entry.location(), entry.value().location()));
    }

    private boolean isComplete(
            YamlNode.Mapping mapping, String path, Set<String> written, Section.Gatherer gatherer, Findings findings) {
        boolean complete = true;
        for (Key<?> key : keys) {
            if (key.need() == Key.Need.REQUIRED && !gatherer.has(key)) {
                complete = false;
                if (!written.contains(key.name())) {
                    findings.add(Rule.MISSING_KEY.at(
                            mapping.location(),
                            "no key \"" + key.name() + "\"" + (path.isEmpty() ? "" : " in " + path),
                            key.name() + ": " + key.type().words()));
                }
            }
        }
        if (!exactlyOne.isEmpty()) {
            Set<String> names = new HashSet<>(exactlyOne.stream().map(Key::name).toList());
            names.retainAll(written);
            if (names.size() != 1) {
                complete = false;
                List<String> all = exactlyOne.stream().map(Key::name).toList();
                findings.add(Rule.MISSING_KEY.at(
                        mapping.location(),
                        (names.isEmpty() ? "none of " : "all of ") + String.join(", ", all) + " in " + path,
                        "exactly one of " + String.join(", ", all)));
            } else {
                complete &= exactlyOne.stream().anyMatch(gatherer::has);
            }
        }
        return complete;
    }

    /** A draft 2020-12 JSON Schema of the mapping. */
    public Map<String, Object> jsonSchema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        for (Key<?> key : keys) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", key.description());
            property.putAll(key.type().jsonSchema());
            key.writtenDefault().ifPresent(value -> property.put("default", value));
            properties.put(key.name(), property);
            if (key.need() == Key.Need.REQUIRED) {
                required.add(key.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!exactlyOne.isEmpty()) {
            schema.put(
                    "oneOf",
                    exactlyOne.stream()
                            .map(key -> Map.of("required", List.of(key.name())))
                            .toList());
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    static String prefixed(String path, String text) {
        return path.isEmpty() ? text : path + ": " + text;
    }

    private static String dotted(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
