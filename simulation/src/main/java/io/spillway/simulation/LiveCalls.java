package io.spillway.simulation;

import org.jspecify.annotations.Nullable;

/** All calls in one replica, linked through themselves. */
final class LiveCalls {
    private @Nullable Call first;
    private int size;

    int size() {
        return size;
    }

    void add(Call call) {
        size++;
        call.previous = null;
        call.next = first;
        if (first != null) {
            first.previous = call;
        }
        first = call;
    }

    void remove(Call call) {
        size--;
        if (call.previous == null) {
            first = call.next;
        } else {
            call.previous.next = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.next = null;
        call.previous = null;
    }

    /** The last one that was added, taken out; null when there is none. */
    @Nullable
    Call poll() {
        Call call = first;
        if (call != null) {
            remove(call);
        }
        return call;
    }
}
