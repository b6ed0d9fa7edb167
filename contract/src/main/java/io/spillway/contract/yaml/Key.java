package io.spillway.contract.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a mapping: how it is parsed and everything that the documentation says about it. Immutable.
 *
 * @param <T> what its value becomes
 */
public final class Key<T> {
    private final String name;
    private final Type<T> type;
    private final Need need;

    @Nullable
    private final T fallback;

    private final String description;
    private final String example;
    private final String envoyField;

    /** Whether a key may be left out. */
    public enum Need {
        REQUIRED,
        OPTIONAL
    }

    private Key(
            String name,
            Type<T> type,
            Need need,
            @Nullable T fallback,
            String description,
            String example,
            String envoyField) {
        this.name = name;
        this.type = type;
        this.need = need;
        this.fallback = fallback;
        this.description = description;
        this.example = example;
        this.envoyField = envoyField;
    }

    /** A key without which the mapping is refused. */
    public static <T> Key<T> required(String name, Type<T> type) {
        return new Key<>(name, type, Need.REQUIRED, null, "", "", "");
    }

    /** A key that may be left out. */
    public static <T> Key<T> optional(String name, Type<T> type) {
        return new Key<>(name, type, Need.OPTIONAL, null, "", "", "");
    }

    /** The value when it is left out. */
    public Key<T> orElse(T value) {
        return new Key<>(name, type, need, value, description, example, envoyField);
    }

    /** What it means, in a sentence or two. */
    public Key<T> describedAs(String text) {
        return new Key<>(name, type, need, fallback, text, example, envoyField);
    }

    /** A value as an author would write it. */
    public Key<T> example(String text) {
        return new Key<>(name, type, need, fallback, description, text, envoyField);
    }

    /** The field of Envoy's configuration that it becomes. */
    public Key<T> becomes(String field) {
        return new Key<>(name, type, need, fallback, description, example, field);
    }

    public String name() {
        return name;
    }

    public Type<T> type() {
        return type;
    }

    public Need need() {
        return need;
    }

    public Optional<T> fallback() {
        return Optional.ofNullable(fallback);
    }

    /** The default as an author would write it; empty when there is none. */
    public Optional<Object> writtenDefault() {
        return fallback == null ? Optional.empty() : Optional.of(type.written(fallback));
    }

    public String description() {
        return description;
    }

    public String example() {
        return example;
    }

    /** Empty when Envoy never sees it. */
    public String envoyField() {
        return envoyField;
    }

    @Override
    public String toString() {
        return name;
    }
}
