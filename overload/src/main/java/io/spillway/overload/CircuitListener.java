package io.spillway.overload;

/** Is told of every move of a {@link CircuitBreaker}, in order. */
@FunctionalInterface
public interface CircuitListener {
    /** Does nothing. */
    CircuitListener NONE = (move, figures, nowNanos) -> {};

    /**
     * The breaker has moved. Called by the thread that made it move, under the breaker's lock: to be short.
     *
     * @param figures that it moved for
     */
    void moved(CircuitState.Move move, CircuitFigures figures, long nowNanos);
}
