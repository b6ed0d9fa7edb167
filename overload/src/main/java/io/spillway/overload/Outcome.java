package io.spillway.overload;

/** What the end of a request says about the load of the service. */
public enum Outcome {
    /** Its latency is that of the service, whether the answer was good or an error. */
    OK,
    /** It failed for want of time or room: something behind it is overloaded. */
    DROPPED,
    /** Its latency says nothing: cancelled by the caller, or refused before any work. */
    IGNORED
}
