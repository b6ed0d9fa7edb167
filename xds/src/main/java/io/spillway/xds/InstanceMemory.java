package io.spillway.xds;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a stream: which versions an instance refused and what it had when its last stream ended. Confined to
 * the delivery thread.
 */
final class InstanceMemory {
    /** Older refusals of one name are forgotten: content that returns after so many others may be tried again. */
    private static final int REFUSED_VERSIONS_KEPT = 32;

    private record Key(ResourceType type, String name) {}

    private final Map<Key, Map<String, String>> refusals = new HashMap<>();
    private final Map<ResourceType, Map<String, Holding>> lastHeld = new EnumMap<>(ResourceType.class);
    /** What it has if it applied the response that its last stream left unanswered. */
    private final Map<ResourceType, Map<String, Holding>> lastHeldIfApplied = new EnumMap<>(ResourceType.class);

    private final Map<ResourceType, Map<String, Set<Resource>>> uncertain = new EnumMap<>(ResourceType.class);
    private final Set<Key> owed = new HashSet<>();
    private String build = "";

    /** A client of another build may accept what the former one refused. */
    void clientBuild(String newBuild) {
        if (!build.equals(newBuild)) {
            refusals.clear();
            build = newBuild;
        }
    }

    void refuse(ResourceType type, String name, String version, String message) {
        Map<String, String> versions = refusals.computeIfAbsent(new Key(type, name), key -> new LinkedHashMap<>());
        versions.put(version, message);
        if (versions.size() > REFUSED_VERSIONS_KEPT) {
            versions.remove(versions.keySet().iterator().next());
        }
    }

    Optional<String> refusal(Resource resource) {
        Map<String, String> versions = refusals.get(new Key(resource.type(), resource.name()));
        return versions == null ? Optional.empty() : Optional.ofNullable(versions.get(resource.version()));
    }

    void forgetRefusals() {
        refusals.clear();
    }

    void streamEnded(TypeDelivery delivery) {
        if (!delivery.requested) {
            // Cut off before the client said what it has: what was known and owed before still counts, and so does
            // what this stream has come to owe, such as the endpoints of a cluster that it did send.
            delivery.again.forEach(name -> owed.add(new Key(delivery.type, name)));
            return;
        }
        lastHeld.put(delivery.type, new TreeMap<>(delivery.held));
        owed.removeIf(key -> key.type() == delivery.type);
        delivery.again.forEach(name -> owed.add(new Key(delivery.type, name)));
        Map<String, Set<Resource>> copy = new HashMap<>();
        delivery.uncertain.forEach((name, resources) -> copy.put(name, Set.copyOf(resources)));
        uncertain.put(delivery.type, copy);
        Batch unanswered = delivery.inFlight;
        Map<String, Holding> applied = new TreeMap<>(delivery.held);
        lastHeldIfApplied.put(delivery.type, applied);
        if (unanswered != null) {
            unanswered.changed().forEach(resource -> applied.put(resource.name(), Holding.of(resource)));
            unanswered.removed().forEach(applied::remove);
            for (Resource resource : unanswered.changed()) {
                Set<Resource> maybe = new HashSet<>(copy.getOrDefault(resource.name(), Set.of()));
                maybe.add(resource);
                copy.put(resource.name(), maybe);
                if (resource.type() == ResourceType.ENDPOINT) {
                    owed.add(new Key(ResourceType.ENDPOINT, resource.name()));
                }
            }
        }
    }

    /** Parts of refused responses: a client may have applied them though it does not tell of them, as Envoy does. */
    Map<String, Set<Resource>> uncertain(ResourceType type) {
        return uncertain.getOrDefault(type, Map.of());
    }

    /** Whether what the client says it has under a name is to be sent again: a cluster may still warm up for it. */
    boolean owes(ResourceType type, String name) {
        return owed.remove(new Key(type, name));
    }

    @Nullable
    Resource lastHeld(ResourceType type, String name, String version) {
        Holding holding = lastHeld.getOrDefault(type, Map.of()).get(name);
        return holding != null && holding.version().equals(version) ? holding.resource() : null;
    }

    Map<String, Holding> lastHeld(ResourceType type) {
        return lastHeld.getOrDefault(type, Map.of());
    }

    Map<String, Holding> lastHeldIfApplied(ResourceType type) {
        return lastHeldIfApplied.getOrDefault(type, Map.of());
    }
}
