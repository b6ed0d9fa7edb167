package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import java.util.Map;
import java.util.Optional;

/**
 * What a value may be: reads it, says so in words, and says so in JSON Schema. Immutable. See {@link Types} for all.
 *
 * @param <T> what it becomes
 */
public interface Type<T> {
    /**
     * Reads a node.
     *
     * @param path of the key, for messages
     * @return empty when a finding was reported that leaves no usable value
     */
    Optional<T> read(YamlNode node, String path, Findings findings);

    /** In words, to follow "expected": {@code a whole number 1 to 65535}. */
    String words();

    /** A draft 2020-12 JSON Schema. */
    Map<String, Object> jsonSchema();

    /** The keys of the mapping that it is or is made of; empty for scalars. */
    default Optional<Schema> inner() {
        return Optional.empty();
    }

    /** A value as an author would write it, in JSON. */
    Object written(T value);
}
