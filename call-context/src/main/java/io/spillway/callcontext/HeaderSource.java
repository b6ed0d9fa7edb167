package io.spillway.callcontext;

import org.jspecify.annotations.Nullable;

/** The headers of one request, whatever library holds them. */
@FunctionalInterface
public interface HeaderSource {
    /** The first value, null when there is none. */
    @Nullable
    String get(String lowerCaseName);
}
