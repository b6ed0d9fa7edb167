package io.spillway.grpcserver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.spillway.overload.Admission;
import io.spillway.overload.Priority;
import io.spillway.overload.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a guard counts. Every label has few values that are known from the start: the guard's name, four priorities, six
 * reasons. Thread-safe.
 */
final class GuardMetrics {
    private static final List<String> REASONS = Stream.concat(
                    Stream.of(GuardRefusal.DEADLINE_PASSED.reason()),
                    Arrays.stream(Refusal.values()).map(GuardRefusal::word))
            .toList();

    private final Map<Priority, Counter> admitted = new EnumMap<>(Priority.class);
    private final Map<Priority, Map<String, Counter>> refused = new EnumMap<>(Priority.class);
    private final Map<Priority, Map<String, Counter>> wouldRefuse = new EnumMap<>(Priority.class);
    private final Timer queueWait;
    private final Counter cancelled;
    private final Counter unknownPriority;

    GuardMetrics(MeterRegistry registry, String guard, Admission admission) {
        Tags tags = Tags.of("guard", guard);
        for (Priority priority : Priority.values()) {
            Tags ofPriority = tags.and("priority", priority.name().toLowerCase(Locale.ROOT));
            admitted.put(priority, counter(registry, "spillway.guard.admitted", "Requests that ran.", ofPriority));
            refused.put(
                    priority, byReason(registry, "spillway.guard.refused", "Requests that were refused.", ofPriority));
            wouldRefuse.put(
                    priority,
                    byReason(
                            registry,
                            "spillway.guard.would.refuse",
                            "Requests that ran because the guard is in a dry run.",
                            ofPriority));
        }
        queueWait = Timer.builder("spillway.guard.queue.wait")
                .description("Time in the queue, of requests that had to wait.")
                .tags(tags)
                .register(registry);
        cancelled =
                counter(registry, "spillway.guard.cancelled", "Requests whose caller went while they waited.", tags);
        unknownPriority = counter(
                registry,
                "spillway.guard.unknown.priority",
                "Requests whose priority header is no priority, treated as normal.",
                tags);
        gauge(registry, "spillway.guard.limit", "Requests that may run at once.", tags, admission, Admission::limit);
        gauge(registry, "spillway.guard.inflight", "Requests that run.", tags, admission, Admission::inflight);
        gauge(registry, "spillway.guard.queued", "Requests that wait.", tags, admission, Admission::queued);
    }

    void admitted(Priority priority) {
        of(admitted, priority).increment();
    }

    void refused(Priority priority, GuardRefusal refusal, GuardMode mode) {
        of(of(mode == GuardMode.DRY_RUN ? wouldRefuse : refused, priority), refusal.reason())
                .increment();
    }

    void waited(long nanos) {
        queueWait.record(Duration.ofNanos(nanos));
    }

    void cancelled() {
        cancelled.increment();
    }

    void unknownPriority() {
        unknownPriority.increment();
    }

    private static Map<String, Counter> byReason(MeterRegistry registry, String name, String text, Tags tags) {
        Map<String, Counter> counters = new HashMap<>();
        for (String reason : REASONS) {
            counters.put(reason, counter(registry, name, text, tags.and("reason", reason)));
        }
        return counters;
    }

    private static Counter counter(MeterRegistry registry, String name, String text, Tags tags) {
        return Counter.builder(name).description(text).tags(tags).register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            String text,
            Tags tags,
            Admission admission,
            ToDoubleFunction<Admission> value) {
        Gauge.builder(name, admission, value)
                .description(text)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("key: " + key + " (expected: one of " + map.keySet() + ")");
        }
        return value;
    }
}
