package io.spillway.simulation;

import io.spillway.overload.CircuitBreaker;
import io.spillway.overload.CircuitState;
import io.spillway.overload.RetryBudget;
import org.jspecify.annotations.Nullable;

/** What keeps a caller from calling: its circuit breaker and its retry budget, where it has them. */
final class CallerGuard {
    private final @Nullable CircuitBreaker breaker;
    private final @Nullable RetryBudget budget;

    /** @param target where it is counted how many breakers do not let all calls through */
    CallerGuard(CallPolicy policy, ServiceMeter target) {
        this.breaker = policy.breaker() == null
                ? null
                : new CircuitBreaker(policy.breaker(), (move, figures, now) -> moved(move, target), 0);
        this.budget = policy.retryBudget() == null ? null : new RetryBudget(policy.retryBudget(), 0);
    }

    private static void moved(CircuitState.Move move, ServiceMeter target) {
        if (move.from() == CircuitState.CLOSED) {
            target.breakersOpen++;
        }
        if (move.to() == CircuitState.CLOSED) {
            target.breakersOpen--;
        }
    }

    /** Whether an attempt may be sent; when it may, its end is to follow. */
    boolean permits(Operation operation, long nowNanos) {
        if (breaker == null) {
            return true;
        }
        operation.permit = breaker.tryAcquire(nowNanos);
        return operation.permit != CircuitBreaker.REFUSED;
    }

    /** An attempt that was sent is over. */
    void ended(Operation operation, Outcome outcome, long nowNanos) {
        if (outcome == Outcome.OK && budget != null) {
            budget.succeeded();
        }
        if (breaker == null) {
            return;
        }
        long duration = nowNanos - operation.sentNanos;
        switch (outcome) {
            case OK -> breaker.succeeded(operation.permit, nowNanos, duration);
            // A service that refuses protects what it can still do; to call it no more would take that away too.
            case REFUSED -> breaker.cancelled(operation.permit);
            default -> breaker.failed(operation.permit, nowNanos, duration);
        }
    }

    /** Whether one more attempt may be made; it is then paid. */
    boolean mayRetry(long nowNanos) {
        return budget == null || budget.tryRetry(nowNanos);
    }
}
