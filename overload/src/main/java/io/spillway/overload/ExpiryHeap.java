package io.spillway.overload;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Waiters by when they give up; a binary heap that knows where each one is. Guarded by the lock of its queue. */
final class ExpiryHeap {
    private @Nullable Waiter[] heap = new Waiter[16];
    private int size;

    void add(Waiter waiter) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        size++;
        up(waiter, size - 1);
    }

    void remove(Waiter waiter) {
        int hole = waiter.heapIndex;
        size--;
        Waiter last = at(size);
        heap[size] = null;
        waiter.heapIndex = -1;
        if (hole != size) {
            up(last, hole);
            down(last, last.heapIndex);
        }
    }

    @Nullable
    Waiter first() {
        return size == 0 ? null : heap[0];
    }

    private void up(Waiter waiter, int from) {
        int index = from;
        while (index > 0 && earlier(waiter, at((index - 1) >>> 1))) {
            put(at((index - 1) >>> 1), index);
            index = (index - 1) >>> 1;
        }
        put(waiter, index);
    }

    private void down(Waiter waiter, int from) {
        int index = from;
        while (2 * index + 1 < size) {
            int child = 2 * index + 1;
            if (child + 1 < size && earlier(at(child + 1), at(child))) {
                child++;
            }
            if (!earlier(at(child), waiter)) {
                break;
            }
            put(at(child), index);
            index = child;
        }
        put(waiter, index);
    }

    private static boolean earlier(Waiter one, Waiter other) {
        return one.expiryNanos - other.expiryNanos < 0;
    }

    private void put(Waiter waiter, int index) {
        heap[index] = waiter;
        waiter.heapIndex = index;
    }

    private Waiter at(int index) {
        Waiter waiter = heap[index];
        if (waiter == null) {
            throw new IllegalStateException("heap: nothing at " + index + " of " + size);
        }
        return waiter;
    }
}
