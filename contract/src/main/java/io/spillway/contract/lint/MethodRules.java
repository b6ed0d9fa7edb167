package io.spillway.contract.lint;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Findings;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.MethodPolicy.Retry;
import io.spillway.contract.Rule;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.options.StatusCode;
import io.spillway.contract.yaml.Units;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Options of one method that contradict each other. */
final class MethodRules {
    /**
     * What a server answers before it has begun to work. Every other status may come after the effect: a
     * DEADLINE_EXCEEDED or INTERNAL says nothing about how far the callee got.
     */
    private static final Set<StatusCode> NOT_EXECUTED =
            EnumSet.of(StatusCode.UNAVAILABLE, StatusCode.RESOURCE_EXHAUSTED);

    private MethodRules() {}

    static void check(ContractSet contracts, Findings findings) {
        for (ServiceContract service : contracts.services().values()) {
            for (MethodPolicy method : service.methods().values()) {
                checkUnsafeRetry(service, method, findings);
                checkUnsafeHedging(service, method, findings);
                checkThatRetriesFit(service, method, findings);
            }
        }
    }

    private static void checkUnsafeRetry(ServiceContract service, MethodPolicy method, Findings findings) {
        if (method.idempotent() || method.retry().maxAttempts() == 1) {
            return;
        }
        Set<StatusCode> unsafe = EnumSet.noneOf(StatusCode.class);
        unsafe.addAll(method.retry().on());
        unsafe.removeAll(NOT_EXECUTED);
        if (!unsafe.isEmpty()) {
            findings.add(Rule.UNSAFE_RETRY.at(
                    Locations.of(service, method, "retry.on", "retry"),
                    method.method() + " is not idempotent and is retried on "
                            + unsafe.stream().map(StatusCode::name).collect(Collectors.joining(", ")),
                    "only UNAVAILABLE and RESOURCE_EXHAUSTED, or idempotent: true if executing it twice has the effect"
                            + " of once"));
        }
    }

    private static void checkUnsafeHedging(ServiceContract service, MethodPolicy method, Findings findings) {
        if (method.hedging() != null && !method.idempotent()) {
            findings.add(Rule.UNSAFE_HEDGING.at(
                    Locations.of(service, method, "hedging"),
                    method.method() + " is not idempotent and is hedged, which executes it twice",
                    "no hedging, or idempotent: true if executing it twice has the effect of once"));
        }
    }

    private static void checkThatRetriesFit(ServiceContract service, MethodPolicy method, Findings findings) {
        Retry retry = method.retry();
        if (retry.perAttemptTimeout() == null || retry.maxAttempts() == 1) {
            return;
        }
        Duration needed = retry.perAttemptTimeout().multipliedBy(retry.maxAttempts());
        Duration pause = retry.backoffBase();
        for (int attempt = 1; attempt < retry.maxAttempts(); attempt++) {
            needed = needed.plus(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(retry.backoffMax()) < 0 ? doubled : retry.backoffMax();
        }
        if (needed.compareTo(method.timeout()) > 0) {
            findings.add(Rule.RETRIES_DO_NOT_FIT.at(
                    Locations.of(service, method, "retry.per_attempt_timeout", "retry.max_attempts", "timeout"),
                    method.method() + ": " + retry.maxAttempts() + " attempts of "
                            + Units.format(retry.perAttemptTimeout()) + " and their pauses take up to "
                            + Units.format(needed),
                    "at most the timeout of " + Units.format(method.timeout())
                            + ", else the last attempts are cut off"));
        }
    }
}
