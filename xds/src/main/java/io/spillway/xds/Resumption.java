package io.spillway.xds;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client that comes back says that it has, judged against what its last stream left in the
 * {@link InstanceMemory}: what it surely has is not sent again, what it may have is. Confined to its
 * {@link ClientDelivery}.
 */
final class Resumption {
    private final InstanceMemory memory;
    private final BatchPlan plan;
    private final Dialect dialect;

    Resumption(InstanceMemory memory, BatchPlan plan, Dialect dialect) {
        this.memory = memory;
        this.plan = plan;
        this.dialect = dialect;
    }

    /** @return the names whose state may be another now */
    List<String> brought(TypeDelivery delivery, Map<String, String> versions) {
        List<String> names = new ArrayList<>();
        versions.forEach((name, version) -> {
            if (delivery.interested(name)) {
                delivery.held.put(name, known(delivery, name, version));
                delivery.missing.remove(name);
                delivery.owesAnswer = false;
                if (memory.owes(delivery.type, name)) {
                    delivery.again.add(name);
                }
                names.add(name);
            }
        });
        restoreUncertain(delivery);
        return names;
    }

    /** Notes the version of everything of a type; {@link #adopt} judges it once it is known what is wanted. */
    void broughtVersion(TypeDelivery delivery, String version) {
        delivery.broughtVersion = version;
        restoreUncertain(delivery);
    }

    /** Finds out which resources a version of everything stands for: those wanted now, or those of the last stream. */
    void adopt(TypeDelivery delivery) {
        if (delivery.broughtVersion.isEmpty()) {
            return;
        }
        Map<String, Holding> targets = new TreeMap<>();
        plan.targets(delivery).forEach(resource -> targets.put(resource.name(), Holding.of(resource)));
        Map<String, Holding> before = new TreeMap<>(memory.lastHeld(delivery.type));
        before.keySet().removeIf(name -> !delivery.interested(name));
        Map<String, Holding> applied = new TreeMap<>(memory.lastHeldIfApplied(delivery.type));
        applied.keySet().removeIf(name -> !delivery.interested(name));
        for (Map<String, Holding> candidate : List.of(targets, before, applied)) {
            if (SotwVersion.of(candidate).equals(delivery.broughtVersion)) {
                delivery.held.putAll(candidate);
                if (!dialect.omissionRemoves(delivery.type)) {
                    // Asked for by name: the client may have dropped one since it accepted that version, and ask anew.
                    delivery.again.addAll(candidate.keySet());
                }
                delivery.missing.removeAll(candidate.keySet());
                delivery.owesAnswer = false;
                break;
            }
        }
        delivery.broughtVersion = "";
    }

    /** What a name and a version stand for, as far as that is known. */
    Holding known(TypeDelivery delivery, String name, String version) {
        Holding before = delivery.held.get(name);
        if (before != null && before.resource() != null && before.version().equals(version)) {
            return before;
        }
        Resource target = plan.target(delivery, name).orElse(null);
        if (target != null && target.version().equals(version)) {
            return Holding.of(target);
        }
        return new Holding(version, memory.lastHeld(delivery.type, name, version));
    }

    private void restoreUncertain(TypeDelivery delivery) {
        memory.uncertain(delivery.type).forEach((name, resources) -> {
            boolean told = resources.size() == 1 && resources.stream().allMatch(delivery::holds);
            if (delivery.interested(name) && !told) {
                delivery.uncertain.put(name, new HashSet<>(resources));
                delivery.again.add(name);
            }
        });
    }
}
