package io.spillway.xds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is known about one resource type on one stream. Confined to its {@link ClientDelivery}. */
final class TypeDelivery {
    /** When a state began, for the ledger. */
    record Mark(DeliveryState state, String wantedVersion, long sinceNanos) {}

    final ResourceType type;

    boolean requested;
    boolean wildcard;
    final Set<String> names = new HashSet<>();

    /** What the client has said it has. */
    final Map<String, Holding> held = new TreeMap<>();

    /** Sent in a response that was refused as a whole: the client may have applied it or not. */
    final Map<String, Set<Resource>> uncertain = new HashMap<>();

    /** The one response without an answer; the next of this type waits for it. */
    @Nullable
    Batch inFlight;

    /** The client waits for a first response even if it is empty. */
    boolean owesAnswer;

    /** Names asked for that do not exist and of which the client has not been told so. */
    final Set<String> missing = new LinkedHashSet<>();

    /** To be sent once more even if what is held is what is wanted. */
    final Set<String> again = new HashSet<>();

    /** After a refusal that named nobody: groups to be tried apart, so that the bad resource is found. */
    final Deque<Set<String>> isolation = new ArrayDeque<>();

    /** Removals that were refused: not tried again while unwanted. */
    final Map<String, String> refusedRemovals = new HashMap<>();

    /** The state-of-the-world version a reconnecting client brought along, until it can be judged. */
    String broughtVersion = "";

    final Map<String, String> sentVersions = new HashMap<>();
    final Map<String, Mark> marks = new HashMap<>();

    TypeDelivery(ResourceType type) {
        this.type = type;
    }

    boolean interested(String name) {
        return wildcard || names.contains(name);
    }

    /** The names under which the client has or may have something. */
    Set<String> heldOrUncertain() {
        if (uncertain.isEmpty()) {
            return held.keySet();
        }
        Set<String> names = new HashSet<>(held.keySet());
        names.addAll(uncertain.keySet());
        return names;
    }

    boolean holds(Resource resource) {
        Holding holding = held.get(resource.name());
        return holding != null && holding.version().equals(resource.version());
    }

    boolean inFlight(Resource resource) {
        return inFlight != null && inFlight.changed().contains(resource);
    }

    void forget(String name) {
        held.remove(name);
        uncertain.remove(name);
        missing.remove(name);
        refusedRemovals.remove(name);
        marks.remove(name);
        sentVersions.remove(name);
    }
}
