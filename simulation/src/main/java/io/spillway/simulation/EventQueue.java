package io.spillway.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Future events in order of time and, at the same time, of scheduling. A heap of four children per node, since the
 * children of a node share a cache line; it holds time and sequence as plain longs, and what an event does lies still
 * in a slot, so that moving an entry moves two longs and no reference. Not thread-safe.
 */
final class EventQueue {
    private static final int SLOT_BITS = 24;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

    /** Pairs of time and (sequence, slot). */
    private long[] heap = new long[2 * 1024];

    private int size;
    private long sequence;

    private @Nullable EventHandler[] handlers = new @Nullable EventHandler[1024];
    private long[] arguments = new long[1024];
    private int[] free = new int[1024];
    private int freeCount;
    private int slots;

    private long poppedArgument;

    int size() {
        return size;
    }

    /** When the next event is, or {@link Long#MAX_VALUE} when there is none. */
    long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : heap[0];
    }

    void add(long timeNanos, EventHandler handler, long argument) {
        int slot = freeCount > 0 ? free[--freeCount] : newSlot();
        handlers[slot] = handler;
        arguments[slot] = argument;
        long key = (sequence++ << SLOT_BITS) | slot;
        if (2 * size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heap.length);
        }
        siftUp(size++, timeNanos, key);
    }

    private int newSlot() {
        if (slots > SLOT_MASK) {
            throw new IllegalArgumentException(
                    "load: more than " + slots + " events pending (expected: services that can end what they begin)");
        }
        if (slots == handlers.length) {
            handlers = Arrays.copyOf(handlers, 2 * slots);
            arguments = Arrays.copyOf(arguments, 2 * slots);
            free = Arrays.copyOf(free, 2 * slots);
        }
        return slots++;
    }

    /** Takes the next event out; its argument is then {@link #argument()}. */
    EventHandler pop() {
        int slot = (int) (heap[1] & SLOT_MASK);
        EventHandler handler = handlers[slot];
        if (handler == null) {
            throw new IllegalStateException("slot: " + slot + " (expected: a handler)");
        }
        poppedArgument = arguments[slot];
        handlers[slot] = null;
        free[freeCount++] = slot;
        size--;
        if (size > 0) {
            siftDown(heap[2 * size], heap[2 * size + 1]);
        }
        return handler;
    }

    long argument() {
        return poppedArgument;
    }

    private void siftUp(int start, long time, long key) {
        long[] entries = heap;
        int hole = start;
        while (hole > 0) {
            int parent = (hole - 1) >> 2;
            long parentTime = entries[2 * parent];
            // A new entry has the greatest sequence, so at the same time it stays below.
            if (parentTime <= time) {
                break;
            }
            entries[2 * hole] = parentTime;
            entries[2 * hole + 1] = entries[2 * parent + 1];
            hole = parent;
        }
        entries[2 * hole] = time;
        entries[2 * hole + 1] = key;
    }

    private void siftDown(long time, long key) {
        long[] entries = heap;
        int count = size;
        int hole = 0;
        while (true) {
            int first = 4 * hole + 1;
            if (first >= count) {
                break;
            }
            int least = first;
            long leastTime = entries[2 * first];
            long leastKey = entries[2 * first + 1];
            int last = Math.min(first + 3, count - 1);
            for (int child = first + 1; child <= last; child++) {
                long childTime = entries[2 * child];
                if (childTime < leastTime || (childTime == leastTime && entries[2 * child + 1] < leastKey)) {
                    least = child;
                    leastTime = childTime;
                    leastKey = entries[2 * child + 1];
                }
            }
            if (time < leastTime || (time == leastTime && key < leastKey)) {
                break;
            }
            entries[2 * hole] = leastTime;
            entries[2 * hole + 1] = leastKey;
            hole = least;
        }
        entries[2 * hole] = time;
        entries[2 * hole + 1] = key;
    }
}
