package io.spillway.grpcclient;

/** What became of one attempt, as far as the endpoint that it was sent to is concerned. */
enum AttemptOutcome {
    /** The endpoint answered; whether the caller likes the status does not matter. */
    ANSWERED,
    /** The endpoint is to blame: no connection, a reset, UNAVAILABLE, no answer in time. */
    FAILED,
    /** The endpoint is well and refused, which is fast and says nothing good: RESOURCE_EXHAUSTED. */
    REFUSED,
    /** The caller went away or another attempt was faster: it says nothing. */
    CANCELLED
}
