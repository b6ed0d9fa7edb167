package io.spillway.grpcserver;

import org.jspecify.annotations.Nullable;

/** The headers of one request, whatever library holds them. */
@FunctionalInterface
interface HeaderSource {
    /** The first value, null when there is none. */
    @Nullable
    String get(String lowerCaseName);
}
