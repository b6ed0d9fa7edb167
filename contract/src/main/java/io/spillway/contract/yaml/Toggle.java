package io.spillway.contract.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that can also be switched off: {@code off}. Immutable. */
public final class Toggle<T> {
    @Nullable
    private final T value;

    private Toggle(@Nullable T value) {
        this.value = value;
    }

    public static <T> Toggle<T> on(T value) {
        return new Toggle<>(value);
    }

    public static <T> Toggle<T> off() {
        return new Toggle<>(null);
    }

    /** Empty when it is off. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }
}
