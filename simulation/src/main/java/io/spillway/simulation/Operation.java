package io.spillway.simulation;

import io.spillway.overload.EndpointHealth;
import io.spillway.overload.PeakEwma;
import io.spillway.overload.Priority;
import org.jspecify.annotations.Nullable;

/** What a caller wants, over all attempts at it. Used again once it is concluded. */
final class Operation {
    final int index;

    /** Goes up with each attempt, so that what belongs to an earlier one is stale. */
    int generation;

    @Nullable
    Caller caller;

    /** The call, at the caller's own replica, that waits for this; -1 for a client's. */
    long parent;

    Priority priority = Priority.NORMAL;
    int user;
    int key;
    long startedNanos;
    long deadlineNanos;
    int attempts;
    int target;
    long sentNanos;
    long permit;

    @Nullable
    PeakEwma cost;

    @Nullable
    EndpointHealth health;

    Operation(int index) {
        this.index = index;
    }

    /** Names the present attempt. */
    long token() {
        return ((long) generation << 32) | index;
    }

    void nextGeneration() {
        generation = (generation + 1) & Integer.MAX_VALUE;
    }
}
