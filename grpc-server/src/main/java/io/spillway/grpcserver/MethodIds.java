package io.spillway.grpcserver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the methods of a guard for their costs. Methods beyond the first 1,023 share a number. Thread-safe. */
final class MethodIds {
    static final int MOST = 1_024;

    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    int of(String method) {
        return ids.computeIfAbsent(method, name -> Math.min(MOST - 1, next.getAndIncrement()));
    }

    /** All that have a number. */
    Map<String, Integer> all() {
        return Map.copyOf(ids);
    }
}
