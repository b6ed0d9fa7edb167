package io.spillway.simulation;

/**
 * Virtual time: events in their order, on the caller's thread, as fast as they come. Not thread-safe; two simulations
 * share nothing.
 */
public final class Simulation {
    private final long seed;
    private final EventQueue queue = new EventQueue();
    private long now;
    private long events;

    /** Time stands at 0. */
    public Simulation(long seed) {
        this.seed = seed;
    }

    /** What all random numbers follow from. */
    public long seed() {
        return seed;
    }

    /** Virtual time since the start, in nanoseconds. */
    public long nowNanos() {
        return now;
    }

    /** How many events there were so far. */
    public long events() {
        return events;
    }

    /** A stream of random numbers that belongs to the part with this name. */
    public RandomStream random(String name) {
        return new RandomStream(seed, name);
    }

    /**
     * Schedules an event.
     *
     * @param timeNanos not before now; several events of one moment happen in the order in which they were scheduled
     */
    public void at(long timeNanos, EventHandler handler, long argument) {
        if (timeNanos < now) {
            throw new IllegalArgumentException("timeNanos: " + timeNanos + " (expected: >= " + now + ", which is now)");
        }
        queue.add(timeNanos, handler, argument);
    }

    /**
     * Schedules an event.
     *
     * @param delayNanos from now, at least 0
     */
    public void after(long delayNanos, EventHandler handler, long argument) {
        at(now + delayNanos, handler, argument);
    }

    /** Runs all events up to and including the given time, at which the clock then stands. */
    public void runUntil(long timeNanos) {
        while (queue.nextNanos() <= timeNanos) {
            now = queue.nextNanos();
            events++;
            queue.pop().onEvent(now, queue.argument());
        }
        now = Math.max(now, timeNanos);
    }

    /** Whether nothing is left to happen. */
    public boolean isIdle() {
        return queue.size() == 0;
    }
}
