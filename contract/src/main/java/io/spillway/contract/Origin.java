package io.spillway.contract;

import org.jspecify.annotations.Nullable;

/**
 * Why a value is what it is: the place in a contract that set it, or the default that applied.
 *
 * @param key dotted path of the key, such as {@code protect.connectionAge}
 * @param location where it was set; null when nobody set it and the default applies
 */
public record Origin(String key, @Nullable SourceLocation location) {
    /** For example {@code payments/service.yaml:12 (protect.connectionAge)}, or {@code default (protect.connectionAge)}. */
    @Override
    public String toString() {
        return (location == null ? "default" : location.file() + ":" + location.line()) + " (" + key + ")";
    }
}
