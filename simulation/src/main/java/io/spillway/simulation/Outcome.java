package io.spillway.simulation;

/** How a call ended. */
public enum Outcome {
    /** Answered. */
    OK,
    /** The service, or one that it needs, failed. */
    ERROR,
    /** Refused by admission control or by a full queue before any work was done. */
    REFUSED,
    /** Not worked on since its deadline had passed. */
    EXPIRED,
    /** There was no replica, or it died. */
    UNAVAILABLE,
    /** The caller stopped waiting. */
    TIMEOUT,
    /** The caller's circuit breaker kept it from being sent. */
    BREAKER_OPEN
}
