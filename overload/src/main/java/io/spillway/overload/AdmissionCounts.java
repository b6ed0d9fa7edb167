package io.spillway.overload;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of those that were offered. Guarded by the lock of {@link Admission}. */
final class AdmissionCounts {
    private final Map<Priority, long[]> admitted = new EnumMap<>(Priority.class);
    private final Map<Priority, Map<Refusal, long[]>> refused = new EnumMap<>(Priority.class);

    AdmissionCounts() {
        for (Priority priority : Priority.values()) {
            admitted.put(priority, new long[1]);
            Map<Refusal, long[]> reasons = new EnumMap<>(Refusal.class);
            for (Refusal refusal : Refusal.values()) {
                reasons.put(refusal, new long[1]);
            }
            refused.put(priority, reasons);
        }
    }

    void admitted(Waiter waiter) {
        admitted.getOrDefault(waiter.priority(), new long[1])[0]++;
    }

    void refused(Waiter waiter, Refusal refusal) {
        refused.getOrDefault(waiter.priority(), Map.of()).getOrDefault(refusal, new long[1])[0]++;
    }

    Map<Priority, Long> admitted() {
        return values(admitted);
    }

    Map<Priority, Map<Refusal, Long>> refused() {
        Map<Priority, Map<Refusal, Long>> copy = new EnumMap<>(Priority.class);
        refused.forEach((priority, reasons) -> copy.put(priority, values(reasons)));
        return Map.copyOf(copy);
    }

    private static <K> Map<K, Long> values(Map<K, long[]> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, count -> count.getValue()[0]));
    }
}
