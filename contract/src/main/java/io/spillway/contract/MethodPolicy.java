package io.spillway.contract;

import io.spillway.contract.options.Priority;
import io.spillway.contract.options.StatusCode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one method wants to be called: the options of the method over those of its service over the defaults.
 *
 * @param method full name, such as {@code payments.v1.PaymentService/Charge}
 * @param timeout the whole call, all attempts included
 * @param retry one attempt when nothing was declared
 * @param breaker null when none was declared
 * @param hedging null when none was declared
 * @param fallback null when none was declared
 * @param origins where each field was set: key {@code timeout}, {@code retry}, ... ; the location is in the
 *     {@code .proto} when the descriptor carries source info, else the descriptor file
 */
public record MethodPolicy(
        String method,
        Duration timeout,
        Retry retry,
        @Nullable Breaker breaker,
        boolean idempotent,
        Priority priority,
        @Nullable Hedging hedging,
        @Nullable Fallback fallback,
        boolean authenticationRequired,
        Map<String, Origin> origins) {

    /**
     * @param maxAttempts all attempts, the first included: 1 is no retry
     * @param jitter random part of a pause, 0 to 1
     * @param perAttemptTimeout null when an attempt may take what is left of the timeout
     */
    public record Retry(
            int maxAttempts,
            Set<StatusCode> on,
            Duration backoffBase,
            Duration backoffMax,
            double jitter,
            @Nullable Duration perAttemptTimeout) {
        public Retry {
            on = Set.copyOf(on);
        }
    }

    /** @param slowCall null when slow calls do not count; then {@code slowRate} is 1 */
    public record Breaker(
            double errorRate,
            double slowRate,
            @Nullable Duration slowCall,
            Duration window,
            int minimumCalls,
            Duration openFor) {}

    public record Hedging(int maxAttempts, Duration delay) {}

    public record Fallback(String source, Duration maxAge) {}

    public MethodPolicy {
        origins = Map.copyOf(origins);
    }

    /** Attempts that one call may cost its callee. */
    public int maxAttempts() {
        return hedging == null ? retry.maxAttempts() : Math.max(hedging.maxAttempts(), retry.maxAttempts());
    }
}
