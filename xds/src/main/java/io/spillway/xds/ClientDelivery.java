package io.spillway.xds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one wanted {@link ResourceSet} to one client over one stream: events in, batches out. No clock, no
 * socket, no thread; confined to whoever owns it (the delivery thread in the server, the test in tests).
 *
 * <p>It compares what is wanted with what the client has and never keeps a list of changes, so changes that supersede
 * one another merge by themselves. Per type one response may be without an answer. {@link Gate} holds back what names
 * something the client lacks; {@link BatchPlan} chooses what goes next; {@link Resumption} judges what a client that
 * comes back says it has; {@link DeliveryState} is the state of one resource as a table.
 */
final class ClientDelivery {
    private final Map<ResourceType, TypeDelivery> types = new EnumMap<>(ResourceType.class);
    private final InstanceMemory memory;
    private final BatchPlan plan;
    private final Resumption resumption;
    private final Dialect dialect;
    private @Nullable ResourceSet wanted;
    private long nonces;

    ClientDelivery(InstanceMemory memory, long removalHoldNanos, Dialect dialect) {
        this.memory = memory;
        this.dialect = dialect;
        for (ResourceType type : ResourceType.values()) {
            types.put(type, new TypeDelivery(type));
        }
        this.plan = new BatchPlan(types, memory, new Gate(types, memory), removalHoldNanos, dialect);
        this.resumption = new Resumption(memory, plan, dialect);
    }

    TypeDelivery type(ResourceType type) {
        return Objects.requireNonNull(types.get(type));
    }

    /** Sets what the client should have from now on. */
    void wanted(ResourceSet set, long nanos) {
        if (wanted != null && wanted.equals(set)) {
            return;
        }
        wanted = set;
        plan.wanted(set);
        for (TypeDelivery delivery : types.values()) {
            delivery.held.replaceAll((name, holding) -> resumption.known(delivery, name, holding.version()));
            delivery.refusedRemovals.keySet().removeIf(set.of(delivery.type)::containsKey);
            resumption.adopt(delivery);
            remarkAll(delivery, nanos);
        }
    }

    Optional<ResourceSet> wanted() {
        return Optional.ofNullable(wanted);
    }

    /** The client asks for everything of a type. */
    void subscribedToAll(ResourceType type, long nanos) {
        TypeDelivery delivery = type(type);
        delivery.owesAnswer |= !delivery.wildcard;
        delivery.requested = true;
        delivery.wildcard = true;
        remarkAll(delivery, nanos);
    }

    /** The client asks for names; for one that it asked for before, it wants to be told once more. */
    void subscribed(ResourceType type, Collection<String> names, long nanos) {
        TypeDelivery delivery = type(type);
        delivery.requested = true;
        for (String name : names) {
            delivery.forget(name);
            delivery.names.add(name);
            if (type == ResourceType.CLUSTER || type == ResourceType.LISTENER) {
                delivery.missing.add(name);
            }
            remark(delivery, name, nanos);
        }
    }

    void unsubscribed(ResourceType type, Collection<String> names, long nanos) {
        TypeDelivery delivery = type(type);
        for (String name : names) {
            delivery.names.remove(name);
            if (!delivery.wildcard) {
                delivery.forget(name);
            }
            remark(delivery, name, nanos);
        }
    }

    void unsubscribedFromAll(ResourceType type) {
        TypeDelivery delivery = type(type);
        delivery.wildcard = false;
        delivery.owesAnswer = false;
        for (String name : List.copyOf(delivery.held.keySet())) {
            if (!delivery.names.contains(name)) {
                delivery.forget(name);
            }
        }
    }

    /** Versions that a reconnecting client says it has (delta). */
    void brought(ResourceType type, Map<String, String> versions, long nanos) {
        TypeDelivery delivery = type(type);
        resumption.brought(delivery, versions).forEach(name -> remark(delivery, name, nanos));
    }

    /** The version of everything that a reconnecting client says it has (state of the world). */
    void broughtVersion(ResourceType type, String version, long nanos) {
        TypeDelivery delivery = type(type);
        resumption.broughtVersion(delivery, version);
        if (wanted != null) {
            resumption.adopt(delivery);
        }
        remarkAll(delivery, nanos);
    }

    /** The client applied the response with this nonce; any other nonce is ignored. */
    boolean acknowledged(ResourceType type, String nonce, long nanos) {
        TypeDelivery delivery = type(type);
        Batch batch = delivery.inFlight;
        if (batch == null || !batch.nonce().equals(nonce)) {
            return false;
        }
        delivery.inFlight = null;
        for (Resource resource : batch.changed()) {
            // Unsubscribed in the meantime: the client has dropped it already.
            if (delivery.interested(resource.name())) {
                delivery.held.put(resource.name(), Holding.of(resource));
            }
            delivery.uncertain.remove(resource.name());
            remark(delivery, resource.name(), nanos);
        }
        if (dialect.omissionRemoves(type)) {
            delivery.uncertain.clear(); // The response said what everything is.
        }
        for (String name : batch.removed()) {
            delivery.held.remove(name);
            delivery.again.remove(name);
            delivery.uncertain.remove(name);
            remark(delivery, name, nanos);
        }
        return true;
    }

    /** The client refused the response with this nonce; any other nonce is ignored. */
    boolean refused(ResourceType type, String nonce, String message, long nanos) {
        TypeDelivery delivery = type(type);
        Batch batch = delivery.inFlight;
        if (batch == null || !batch.nonce().equals(nonce)) {
            return false;
        }
        delivery.inFlight = null;
        List<String> names = batch.changed().stream().map(Resource::name).toList();
        Set<String> culprits = names.size() == 1 ? Set.copyOf(names) : RefusalMessage.culprits(message, names);
        List<String> others = new ArrayList<>(names);
        others.removeAll(culprits);
        for (Resource resource : batch.changed()) {
            if (culprits.contains(resource.name())) {
                memory.refuse(type, resource.name(), resource.version(), message);
            } else {
                delivery.uncertain
                        .computeIfAbsent(resource.name(), name -> new HashSet<>())
                        .add(resource);
            }
            // What it has of this name is known only once it has said yes to something.
            if (delivery.uncertain.containsKey(resource.name())) {
                delivery.again.add(resource.name());
            }
        }
        if (names.isEmpty()) {
            batch.removed().forEach(name -> delivery.refusedRemovals.put(name, message));
        } else {
            // Removed with what was refused: gone or not, so removed once more, or sent should it be wanted again.
            delivery.again.addAll(batch.removed());
        }
        isolate(delivery, others, culprits.isEmpty());
        names.forEach(name -> remark(delivery, name, nanos));
        return true;
    }

    /** With a named culprit the others go together; with none they go in halves, until one is alone and refused. */
    private static void isolate(TypeDelivery delivery, List<String> names, boolean inHalves) {
        if (names.isEmpty()) {
            return;
        }
        int middle = inHalves ? names.size() / 2 : 0;
        delivery.isolation.addFirst(new TreeSet<>(names.subList(middle, names.size())));
        if (middle > 0) {
            delivery.isolation.addFirst(new TreeSet<>(names.subList(0, middle)));
        }
    }

    /** The next batch to send at this time, which is from now on in flight; empty when nothing may be sent. */
    Optional<Batch> next(long nanos) {
        if (wanted == null) {
            return Optional.empty();
        }
        for (TypeDelivery delivery : types.values()) {
            if (!delivery.requested || delivery.inFlight != null) {
                continue;
            }
            Optional<Batch> batch = plan.next(delivery, Long.toString(nonces + 1), nanos);
            if (batch.isPresent()) {
                nonces++;
                sent(delivery, batch.get(), nanos);
                return batch;
            }
        }
        return Optional.empty();
    }

    private void sent(TypeDelivery delivery, Batch batch, long nanos) {
        delivery.inFlight = batch;
        delivery.owesAnswer = false;
        batch.removed().forEach(delivery.missing::remove);
        if (dialect.omissionRemoves(batch.type())) {
            // The response repeats the last good version of these, which may be a change for the client.
            for (String name : delivery.uncertain.keySet()) {
                Holding holding = delivery.held.get(name);
                if (holding != null && holding.resource() != null) {
                    endpointsAgain(holding.resource());
                }
            }
        }
        for (Resource resource : batch.changed()) {
            delivery.again.remove(resource.name());
            delivery.missing.remove(resource.name());
            delivery.sentVersions.put(resource.name(), resource.version());
            remark(delivery, resource.name(), nanos);
            endpointsAgain(resource);
        }
    }

    /**
     * A changed cluster is warmed up anew and is ready only when its endpoints come once more, even unchanged
     * ("Resource warming" in Envoy's xDS protocol page; envoyproxy/envoy#33607). That holds also for endpoints that a
     * reconnecting client will say it has.
     */
    private void endpointsAgain(Resource cluster) {
        type(ResourceType.ENDPOINT).again.addAll(cluster.references().endpoints());
    }

    /** When {@link #next} may have more to send though no event comes: the end of the nearest removal hold. */
    OptionalLong wakeAtNanos() {
        return plan.wakeAtNanos();
    }

    /** Whether the client has answered everything that it can be given, clusters on removal hold aside. */
    boolean settled() {
        return wanted != null && plan.settled();
    }

    int refusedCount() {
        int refused = 0;
        for (TypeDelivery delivery : types.values()) {
            for (TypeDelivery.Mark mark : delivery.marks.values()) {
                refused += mark.state() == DeliveryState.REFUSED ? 1 : 0;
            }
        }
        return refused;
    }

    /** Hands over to the memory of the instance what the next stream may build on. */
    void ended() {
        types.values().forEach(memory::streamEnded);
    }

    Optional<Resource> target(ResourceType type, String name) {
        return plan.target(type(type), name);
    }

    String waitsFor(Resource resource) {
        return plan.waitsFor(resource);
    }

    InstanceMemory memory() {
        return memory;
    }

    private void remarkAll(TypeDelivery delivery, long nanos) {
        Set<String> names = new HashSet<>(delivery.held.keySet());
        names.addAll(delivery.marks.keySet());
        names.addAll(delivery.names);
        plan.targets(delivery).forEach(resource -> names.add(resource.name()));
        names.forEach(name -> remark(delivery, name, nanos));
    }

    private void remark(TypeDelivery delivery, String name, long nanos) {
        Optional<Resource> target = plan.target(delivery, name);
        if (target.isEmpty() && !delivery.held.containsKey(name)) {
            delivery.marks.remove(name);
            return;
        }
        // Before the first publication nobody knows what should be there: what is there stays.
        DeliveryState state = wanted == null ? DeliveryState.ACKNOWLEDGED : plan.state(delivery, target);
        String version = target.map(Resource::version).orElse("");
        TypeDelivery.Mark before = delivery.marks.get(name);
        if (before == null || before.state() != state || !before.wantedVersion().equals(version)) {
            delivery.marks.put(name, new TypeDelivery.Mark(state, version, nanos));
        }
    }
}
