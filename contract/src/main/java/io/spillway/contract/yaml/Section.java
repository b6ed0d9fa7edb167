package io.spillway.contract.yaml;

import io.spillway.contract.SourceLocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The typed values of one mapping, every required one present. Immutable. */
public final class Section {
    private record Value(Object typed, SourceLocation keyLocation, SourceLocation valueLocation) {}

    private final SourceLocation location;
    private final Map<Key<?>, Value> values;

    private Section(SourceLocation location, Map<Key<?>, Value> values) {
        this.location = location;
        this.values = values;
    }

    /** A section in which nothing is set. */
    public static Section empty(SourceLocation location) {
        return new Section(location, Map.of());
    }

    /** Where the mapping begins. */
    public SourceLocation location() {
        return location;
    }

    /** What the author wrote, or the default; empty when there is neither. */
    public <T> Optional<T> find(Key<T> key) {
        Value value = values.get(key);
        if (value == null) {
            return key.fallback();
        }
        @SuppressWarnings("unchecked") // put() takes the value with its own key
        T typed = (T) value.typed();
        return Optional.of(typed);
    }

    /**
     * What the author wrote, or the default.
     *
     * @throws IllegalArgumentException for an optional key without a default that was left out
     */
    public <T> T get(Key<T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "key: " + key + " (expected: required, or with a default; else use find)"));
    }

    /** A nested mapping, with nothing set when it was left out. */
    public Section section(Key<Section> key) {
        return find(key).orElseGet(() -> empty(location));
    }

    /** Whether the author wrote it. */
    public boolean has(Key<?> key) {
        return values.containsKey(key);
    }

    /** Where the value stands, or where this mapping begins when it was left out. */
    public SourceLocation location(Key<?> key) {
        Value value = values.get(key);
        return value == null ? location : value.valueLocation();
    }

    /** Where each key that was written stands, by dotted path: {@code egress[0].service}. */
    public Map<String, SourceLocation> origins() {
        Map<String, SourceLocation> origins = new LinkedHashMap<>();
        collect("", origins);
        return Collections.unmodifiableMap(origins);
    }

    private void collect(String prefix, Map<String, SourceLocation> origins) {
        values.forEach((key, value) -> {
            String path = prefix + key.name();
            origins.put(path, value.keyLocation());
            collect(path, value.typed(), origins);
        });
    }

    private static void collect(String path, Object value, Map<String, SourceLocation> origins) {
        if (value instanceof Section section) {
            section.collect(path + ".", origins);
        } else if (value instanceof Toggle<?> toggle && toggle.value().isPresent()) {
            collect(path, toggle.value().get(), origins);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "[" + i + "]", list.get(i), origins);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, element) -> collect(path + "." + name, element, origins));
        } else if (value instanceof Located<?> located) {
            origins.put(path, located.location());
            collect(path, located.value(), origins);
        }
    }

    /** Gathers the values of a section. For one thread. */
    static final class Gatherer {
        // Keys are constants compared by identity: equal names in two schemas are two keys.
        private final Map<Key<?>, Value> values = new LinkedHashMap<>();

        <T> void put(Key<T> key, T typed, SourceLocation keyLocation, SourceLocation valueLocation) {
            values.put(key, new Value(typed, keyLocation, valueLocation));
        }

        boolean has(Key<?> key) {
            return values.containsKey(key);
        }

        Section build(SourceLocation location) {
            return new Section(location, Collections.unmodifiableMap(values));
        }
    }
}
