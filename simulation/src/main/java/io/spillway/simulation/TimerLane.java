package io.spillway.simulation;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Timers of one duration. They end in the order in which they began, so they wait in a ring and only the first stands
 * in the event queue; most of them are over before they ring, and are then skipped without ever having been an event.
 */
final class TimerLane implements EventHandler {
    private final Simulation simulation;
    private final long durationNanos;
    private final LongPredicate isLive;
    private final EventHandler handler;

    private long[] times = new long[16];
    private long[] tokens = new long[16];
    private int head;
    private int size;
    private boolean armed;

    /**
     * @param isLive whether a token still wants to ring
     * @param handler called with the token
     */
    TimerLane(Simulation simulation, long durationNanos, LongPredicate isLive, EventHandler handler) {
        this.simulation = simulation;
        this.durationNanos = durationNanos;
        this.isLive = isLive;
        this.handler = handler;
    }

    /** Rings after the duration of the lane. */
    void start(long token) {
        if (size == times.length) {
            grow();
        } else if (size > 8 && !isLive.test(tokens[head])) {
            skipDead();
        }
        int tail = (head + size) & (times.length - 1);
        times[tail] = simulation.nowNanos() + durationNanos;
        tokens[tail] = token;
        size++;
        arm();
    }

    private void grow() {
        skipDead();
        int capacity = size > times.length / 2 ? 2 * times.length : times.length;
        long[] newTimes = new long[capacity];
        long[] newTokens = new long[capacity];
        for (int i = 0; i < size; i++) {
            newTimes[i] = times[(head + i) & (times.length - 1)];
            newTokens[i] = tokens[(head + i) & (times.length - 1)];
        }
        times = newTimes;
        tokens = newTokens;
        head = 0;
        if (size == capacity) {
            times = Arrays.copyOf(times, 2 * capacity);
            tokens = Arrays.copyOf(tokens, 2 * capacity);
        }
    }

    private void skipDead() {
        while (size > 0 && !isLive.test(tokens[head])) {
            drop();
        }
    }

    private void drop() {
        head = (head + 1) & (times.length - 1);
        size--;
    }

    private void arm() {
        if (!armed && size > 0) {
            armed = true;
            simulation.at(times[head], this, 0);
        }
    }

    @Override
    public void onEvent(long nowNanos, long argument) {
        // Stays armed meanwhile: what the handler starts is behind all that rings now.
        while (size > 0 && times[head] <= nowNanos) {
            long token = tokens[head];
            drop();
            if (isLive.test(token)) {
                handler.onEvent(nowNanos, token);
            }
        }
        skipDead();
        armed = false;
        arm();
    }
}
