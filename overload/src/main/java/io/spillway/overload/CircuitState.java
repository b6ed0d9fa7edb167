package io.spillway.overload;

import java.util.List;
import java.util.Optional;

/** Where a {@link CircuitBreaker} is. All moves there are, are in {@link #MOVES}. */
public enum CircuitState {
    /** Calls pass and are counted. */
    CLOSED(0),
    /** Calls are refused. */
    OPEN(1),
    /** A few calls pass, to see. */
    HALF_OPEN(2);

    /** What makes a breaker move. */
    public enum Cause {
        /** In the window, the share of calls that failed is too high. */
        FAILURE_RATE,
        /** In the window, the share of calls that took long is too high. */
        SLOW_RATE,
        /** It has been open for long enough. */
        OPEN_TIME_OVER,
        /** Enough probes went well. */
        PROBES_WELL,
        /** Too many probes failed, took long, or never came back. */
        PROBES_BAD
    }

    /** One line of the table of moves. */
    public record Move(CircuitState from, Cause cause, CircuitState to) {}

    /** The state machine. */
    public static final List<Move> MOVES = List.of(
            new Move(CLOSED, Cause.FAILURE_RATE, OPEN),
            new Move(CLOSED, Cause.SLOW_RATE, OPEN),
            new Move(OPEN, Cause.OPEN_TIME_OVER, HALF_OPEN),
            new Move(HALF_OPEN, Cause.PROBES_WELL, CLOSED),
            new Move(HALF_OPEN, Cause.PROBES_BAD, OPEN));

    private final int code;

    CircuitState(int code) {
        this.code = code;
    }

    /** Where a cause leads from here; empty when it does not happen here. */
    public Optional<CircuitState> after(Cause cause) {
        return MOVES.stream()
                .filter(move -> move.from() == this && move.cause() == cause)
                .map(Move::to)
                .findFirst();
    }

    /** 0 to 2. */
    int code() {
        return code;
    }

    static CircuitState of(int code) {
        return switch (code) {
            case 0 -> CLOSED;
            case 1 -> OPEN;
            default -> HALF_OPEN;
        };
    }
}
