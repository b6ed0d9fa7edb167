package io.spillway.overload;

/** Why a request did not get in. */
public enum Refusal {
    /** The limit is reached and so is the length of the queue; nobody less important waits. */
    QUEUE_FULL,
    /** The service is overloaded and what it can do is used by more important requests or other cohorts. */
    LESS_IMPORTANT,
    /** It left the queue for a more important one. */
    DISPLACED,
    /** With the wait and service time expected now its deadline passes before its answer. */
    TOO_LATE,
    /** It waited for as long as made sense. */
    WAITED_TOO_LONG
}
