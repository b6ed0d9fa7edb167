package io.spillway.simulation;

import io.spillway.overload.Priority;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a caller, as the replica that it was sent to sees it. Used again for another call once it has ended:
 * nobody may keep it longer.
 */
public final class Call {
    // Fields rather than setters: the engine is one package, and this is its hot path.
    final int index;
    int generation;

    @Nullable
    Replica replica;

    /** Of the operation that waits for the answer; stale when nobody waits any more. */
    long operation;

    @Nullable
    Caller caller;

    Priority priority = Priority.NORMAL;
    int user;
    int method;
    double workFactor = 1;
    long arrivedNanos;
    long admittedNanos;
    long deadlineNanos;

    long pushbackNanos;

    State state = State.FREE;
    int step;
    int pending;
    boolean failed;
    long pausedBefore;

    @Nullable
    Call next;

    @Nullable
    Call previous;

    @Nullable
    private Object attachment;

    /** Where in the replica a call is. */
    enum State {
        FREE,
        OFFERED,
        QUEUED,
        WORKING,
        WAITING
    }

    Call(int index) {
        this.index = index;
    }

    /** Names this use of the object. */
    long token() {
        return ((long) generation << 32) | index;
    }

    /** How much it matters. */
    public Priority priority() {
        return priority;
    }

    /** Whose it is, 0 and up. */
    public int user() {
        return user;
    }

    /** Which kind of call: calls with the same number cost about the same; unique to a client or a dependency. */
    public int method() {
        return method;
    }

    /** When the replica got it, in virtual nanoseconds. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** When its caller stops waiting, in virtual nanoseconds; {@link Long#MAX_VALUE} when never. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** What the admission control attached, or null. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Keeps something of the admission control's with the call, until the call ends. */
    public void attach(@Nullable Object value) {
        this.attachment = value;
    }

    /** Tells the caller of a call that is about to be refused how long to wait before it tries again. */
    public void pushBack(long nanos) {
        this.pushbackNanos = nanos;
    }
}
