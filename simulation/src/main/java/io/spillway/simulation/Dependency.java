package io.spillway.simulation;

import java.util.Map;

/** What one replica needs of one other service. */
final class Dependency implements Caller.Owner {
    private final Replica replica;
    private final World world;
    private final CallSpec spec;
    private final Cache cache;
    private final Caller caller;
    private final RandomStream random;
    private final boolean passesDeadlines;

    Dependency(
            Replica replica, World world, Service service, int position, Map<String, Service> services, String name) {
        this.replica = replica;
        this.world = world;
        this.spec = service.spec.calls().get(position);
        this.cache = service.caches.get(position);
        this.random = world.simulation.random("calls/" + name + "/" + position);
        this.passesDeadlines = service.spec.deadlines() == ServiceSpec.Deadlines.PROPAGATED;
        this.caller = new Caller(
                world, Topology.find(services, spec.service()), spec.policy(), this, random, 0, 1, Long.MAX_VALUE);
    }

    /** Whether there is something to wait for. */
    boolean begin(Call call, long nowNanos) {
        if (!random.nextChance(spec.probability())) {
            return false;
        }
        int key = cache.key();
        if (cache.has(key, nowNanos)) {
            return false;
        }
        caller.call(
                call.token(),
                passesDeadlines ? call.deadlineNanos : Long.MAX_VALUE,
                call.priority,
                call.user,
                key,
                nowNanos);
        return true;
    }

    @Override
    public void concluded(Operation operation, Outcome outcome, long nowNanos) {
        if (outcome == Outcome.OK) {
            cache.fill(operation.key, nowNanos);
        }
        Call call = world.calls.find(operation.parent);
        if (call != null) {
            call.failed |= outcome != Outcome.OK && spec.onFailure() == CallSpec.OnFailure.FAIL;
            replica.dependencyEnded(call, nowNanos);
        }
    }
}
