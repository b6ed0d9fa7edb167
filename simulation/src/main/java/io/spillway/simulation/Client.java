package io.spillway.simulation;

import java.util.Map;

/** Sends the requests of one client and counts what becomes of them. */
final class Client implements Caller.Owner {
    final ClientSpec spec;
    final ClientMeter meter = new ClientMeter();
    private final World world;
    private final Caller caller;
    private final RandomStream times;
    private final RandomStream users;
    private final long untilNanos;
    private final EventHandler arrive = this::arrive;

    Client(World world, ClientSpec spec, int index, Map<String, Service> services, long untilNanos) {
        this.world = world;
        this.spec = spec;
        this.untilNanos = untilNanos;
        this.times = world.simulation.random("arrivals/" + spec.name());
        this.users = world.simulation.random("users/" + spec.name());
        this.caller = new Caller(
                world,
                Topology.find(services, spec.service()),
                spec.policy(),
                this,
                world.simulation.random("caller/" + spec.name()),
                index + 1,
                spec.work(),
                spec.deadline().toNanos());
        schedule(0);
    }

    private void schedule(long afterNanos) {
        long next = spec.arrivals().nextNanos(afterNanos, times);
        if (next < untilNanos) {
            world.simulation.at(Math.max(next, afterNanos), arrive, 0);
        }
    }

    private void arrive(long nowNanos, long argument) {
        schedule(nowNanos);
        meter.sessions++;
        request(users.nextInt(spec.users()), 1, nowNanos);
    }

    private void request(int user, int turn, long nowNanos) {
        meter.arrivals++;
        caller.call(-1, nowNanos + spec.deadline().toNanos(), spec.priority(), user, turn, nowNanos);
    }

    @Override
    public void concluded(Operation operation, Outcome outcome, long nowNanos) {
        meter.concluded(outcome, nowNanos - operation.startedNanos);
        if (outcome == Outcome.OK) {
            // What a client calls has no cache of its own, so its key is free to count the turns.
            int turn = operation.key;
            if (turn >= spec.session()) {
                meter.sessionsCompleted++;
            } else if (nowNanos < untilNanos) {
                request(operation.user, turn + 1, nowNanos);
            }
        }
    }

    void tick() {
        meter.tick(caller.attempts);
    }

    void close() {
        meter.close(caller.attempts);
    }
}
