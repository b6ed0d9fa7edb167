package io.spillway.simulation;

/** How a caller chooses a replica, from what it knows itself. */
public enum Balancing {
    /** One after the other. */
    ROUND_ROBIN,
    /** Any. */
    RANDOM,
    /** Of two at random, the one that the caller waits less for at present. */
    LEAST_REQUEST,
    /** Of two at random, the one with the lower peak latency times calls in flight, as the module overload has it. */
    PEAK_EWMA
}
