package io.spillway.incidentlab;

/** How intended send times are spread. */
public enum Arrivals {
    /** Evenly: request n at n / rate. */
    CONSTANT,
    /** Independent of each other, as users are: exponential gaps with mean 1 / rate. */
    POISSON
}
