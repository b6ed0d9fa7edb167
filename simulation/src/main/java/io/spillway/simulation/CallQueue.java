package io.spillway.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** First in, first out. */
final class CallQueue {
    private @Nullable Call[] ring = new @Nullable Call[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(Call call) {
        if (size == ring.length) {
            @Nullable Call[] grown = Arrays.copyOfRange(ring, head, head + 2 * size);
            System.arraycopy(ring, 0, grown, size - head, head);
            ring = grown;
            head = 0;
        }
        ring[(head + size++) & (ring.length - 1)] = call;
    }

    @Nullable
    Call poll() {
        if (size == 0) {
            return null;
        }
        Call call = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        return call;
    }

    void clear() {
        Arrays.fill(ring, null);
        head = 0;
        size = 0;
    }
}
