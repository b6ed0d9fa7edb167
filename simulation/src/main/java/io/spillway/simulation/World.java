package io.spillway.simulation;

import java.util.HashMap;
import java.util.Map;

/** What the parts of one run share. */
final class World {
    final Simulation simulation;
    final Calls calls = new Calls();
    final Operations operations = new Operations();
    private final Map<Long, TimerLane> lanes = new HashMap<>();

    World(Simulation simulation) {
        this.simulation = simulation;
    }

    /** The timers of attempts that wait for this long. */
    TimerLane lane(long durationNanos) {
        return lanes.computeIfAbsent(
                durationNanos, key -> new TimerLane(simulation, key, operations::isLive, this::timedOut));
    }

    void timedOut(long nowNanos, long token) {
        Operation operation = operations.find(token);
        if (operation != null && operation.caller != null) {
            operation.caller.timedOut(operation, nowNanos);
        }
    }
}
