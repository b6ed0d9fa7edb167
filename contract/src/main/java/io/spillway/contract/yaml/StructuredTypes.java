package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types that are made of others. */
final class StructuredTypes {
    private StructuredTypes() {}

    record SectionType(Schema schema) implements Type<Section> {
        @Override
        public Optional<Section> read(YamlNode node, String path, Findings findings) {
            return schema.read(node, path, findings);
        }

        @Override
        public String words() {
            return "a mapping";
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return schema.jsonSchema();
        }

        @Override
        public Optional<Schema> inner() {
            return Optional.of(schema);
        }

        @Override
        public Object written(Section value) {
            return Map.of();
        }
    }

    record ListType<T>(Type<T> element) implements Type<List<Located<T>>> {
        @Override
        public Optional<List<Located<T>>> read(YamlNode node, String path, Findings findings) {
            if (!(node instanceof YamlNode.Sequence sequence)) {
                findings.add(Rule.WRONG_TYPE.at(node.location(), path + ": " + node.excerpt(), words()));
                return Optional.empty();
            }
            List<Located<T>> values = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                YamlNode item = sequence.items().get(i);
                element.read(item, path + "[" + i + "]", findings)
                        .ifPresent(value -> values.add(new Located<>(value, item.location())));
            }
            return Optional.of(List.copyOf(values));
        }

        @Override
        public String words() {
            return "a list, each element " + element.words();
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return Types.ordered("type", "array", "items", element.jsonSchema());
        }

        @Override
        public Optional<Schema> inner() {
            return element.inner();
        }

        @Override
        public Object written(List<Located<T>> value) {
            return value.stream().map(each -> element.written(each.value())).toList();
        }
    }

    record MapType<T>(Type<String> name, Type<T> element) implements Type<Map<String, Located<T>>> {
        @Override
        public Optional<Map<String, Located<T>>> read(YamlNode node, String path, Findings findings) {
            if (!(node instanceof YamlNode.Mapping mapping)) {
                findings.add(Rule.WRONG_TYPE.at(node.location(), path + ": " + node.excerpt(), words()));
                return Optional.empty();
            }
            Map<String, SourceLocation> seen = new LinkedHashMap<>();
            Map<String, Located<T>> values = new LinkedHashMap<>();
            for (YamlNode.Entry entry : mapping.entries()) {
                String at = path + "." + entry.key();
                SourceLocation first = seen.putIfAbsent(entry.key(), entry.location());
                if (first != null) {
                    findings.add(Rule.DUPLICATE_KEY.at(
                            entry.location(),
                            "a second " + Excerpt.of(entry.key()) + " in " + path,
                            "one; the first is in line " + first.line()));
                    continue;
                }
                YamlNode key = new YamlNode.Scalar(entry.key(), YamlNode.Kind.TEXT, entry.location());
                Optional<T> value = element.read(entry.value(), at, findings);
                if (name.read(key, path, findings).isPresent() && value.isPresent()) {
                    values.put(entry.key(), new Located<>(value.get(), entry.location()));
                }
            }
            return Optional.of(Collections.unmodifiableMap(values));
        }

        @Override
        public String words() {
            return "a mapping from " + name.words() + " to " + element.words();
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return Types.ordered(
                    "type", "object", "propertyNames", name.jsonSchema(), "additionalProperties", element.jsonSchema());
        }

        @Override
        public Optional<Schema> inner() {
            return element.inner();
        }

        @Override
        public Object written(Map<String, Located<T>> value) {
            Map<String, Object> written = new LinkedHashMap<>();
            value.forEach((key, each) -> written.put(key, element.written(each.value())));
            return written;
        }
    }

    record ToggleType<T>(Type<T> on) implements Type<Toggle<T>> {
        private static final String OFF = "off";

        @Override
        public Optional<Toggle<T>> read(YamlNode node, String path, Findings findings) {
            if (node instanceof YamlNode.Scalar scalar && scalar.text().equals(OFF)) {
                return Optional.of(Toggle.off());
            }
            if (node instanceof YamlNode.Scalar) {
                findings.add(Rule.WRONG_TYPE.at(node.location(), path + ": " + node.excerpt(), words()));
                return Optional.empty();
            }
            return on.read(node, path, findings).map(Toggle::on);
        }

        @Override
        public String words() {
            return on.words() + " ({} for all defaults), or off";
        }

        @Override
        public Map<String, Object> jsonSchema() {
            return Types.ordered("anyOf", List.of(on.jsonSchema(), Map.of("const", OFF)));
        }

        @Override
        public Optional<Schema> inner() {
            return on.inner();
        }

        @Override
        public Object written(Toggle<T> value) {
            return value.value().map(on::written).orElse(OFF);
        }
    }
}
