package io.spillway.contract.yaml;

import io.spillway.contract.SourceLocation;
import java.util.List;

/** One value of a YAML file with its position; aliases are already expanded. */
public sealed interface YamlNode {
    SourceLocation location();

    /** What stands there, for a message: short, on one line. */
    String excerpt();

    /** What the YAML core schema takes a scalar for. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        TRUTH,
        NOTHING,
        CUSTOM
    }

    record Scalar(String text, Kind kind, SourceLocation location) implements YamlNode {
        @Override
        public String excerpt() {
            return switch (kind) {
                case NOTHING -> "nothing";
                case TEXT, CUSTOM -> Excerpt.of(text);
                case INTEGER, DECIMAL, TRUTH -> text.length() > 40 ? text.substring(0, 40) + "..." : text;
            };
        }
    }

    record Sequence(List<YamlNode> items, SourceLocation location) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String excerpt() {
            return "a list of " + items.size();
        }
    }

    record Mapping(List<Entry> entries, SourceLocation location) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String excerpt() {
            return "a mapping of " + entries.size() + " keys";
        }
    }

    /** One line of a mapping. */
    record Entry(String key, SourceLocation location, YamlNode value) {}
}
