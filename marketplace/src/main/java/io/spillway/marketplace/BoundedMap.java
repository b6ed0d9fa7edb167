package io.spillway.marketplace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the newest entries. Thread-safe: guarded by its own lock. */
final class BoundedMap<K, V> {
    private final Map<K, V> entries;

    BoundedMap(int capacity) {
        entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    /** The value that is there, or else {@code value}, which then is. */
    synchronized V putIfAbsent(K key, V value) {
        V present = entries.putIfAbsent(key, value);
        return present == null ? value : present;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized int size() {
        return entries.size();
    }
}
