package io.spillway.simulation;

import java.time.Duration;

/**
 * Something goes wrong with a service for a while.
 *
 * @param at when it begins
 * @param duration how long it lasts
 * @param service where
 * @param kind what
 * @param amount how much, in the unit of the kind
 * @param replicas how many of the replicas, the first ones; {@link #ALL} for all
 */
public record FaultSpec(Duration at, Duration duration, String service, Kind kind, double amount, int replicas) {
    /** All replicas. */
    public static final int ALL = Integer.MAX_VALUE;

    /** What can go wrong. */
    public enum Kind {
        /** The work takes longer; amount is the factor, above 0. */
        LATENCY,
        /** Calls fail at once; amount is the share of them, 0 to 1. */
        ERRORS,
        /** Only a part of the workers is there; amount is that part, 0 to 1. */
        CAPACITY,
        /** Replicas die and, when the fault is over, join again cold; the amount does not matter. */
        KILL,
        /** Replicas stop and then go on, as for a garbage collection; the amount does not matter. */
        PAUSE,
        /** What the service has in its caches is lost at the beginning; amount is the share of it, 0 to 1. */
        FLUSH,
        /** Calls are taken and never answered; the amount does not matter. */
        BLACK_HOLE
    }

    public FaultSpec {
        if (at.isNegative() || duration.isNegative()) {
            throw new IllegalArgumentException("at: " + at + " for " + duration + " (expected: nothing negative)");
        }
        double most = switch (kind) {
            case LATENCY -> 1_000_000;
            case ERRORS, CAPACITY, FLUSH -> 1;
            case KILL, PAUSE, BLACK_HOLE -> Double.POSITIVE_INFINITY;
        };
        if (!(amount >= 0 && amount <= most)) {
            throw new IllegalArgumentException("amount: " + amount + " of " + kind + " (expected: 0 to " + most + ")");
        }
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas: " + replicas + " (expected: > 0)");
        }
    }

    /** Of all replicas. */
    public static FaultSpec of(Duration at, Duration duration, String service, Kind kind, double amount) {
        return new FaultSpec(at, duration, service, kind, amount, ALL);
    }

    /** Of only so many replicas, the first ones. */
    public FaultSpec ofReplicas(int count) {
        return new FaultSpec(at, duration, service, kind, amount, count);
    }
}
