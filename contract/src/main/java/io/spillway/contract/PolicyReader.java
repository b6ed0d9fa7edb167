package io.spillway.contract;

import io.spillway.contract.MethodPolicy.Breaker;
import io.spillway.contract.MethodPolicy.Fallback;
import io.spillway.contract.MethodPolicy.Hedging;
import io.spillway.contract.MethodPolicy.Retry;
import io.spillway.contract.Option.DurationOption;
import io.spillway.contract.Option.NumberOption;
import io.spillway.contract.OptionLayers.Declaration;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.CircuitBreaker;
import io.spillway.contract.options.Priority;
import io.spillway.contract.options.StatusCode;
import io.spillway.contract.yaml.Units;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the options of one method into its policy. A value out of range is reported and its default used, so that the
 * checks of all services together still have something to look at.
 */
final class PolicyReader {
    private final String method;
    private final OptionLayers layers;
    private final SourceLocation declared;
    private final Findings findings;

    /** @param declared where the method stands, for what is missing rather than wrong */
    PolicyReader(String method, OptionLayers layers, SourceLocation declared, Findings findings) {
        this.method = method;
        this.layers = layers;
        this.declared = declared;
        this.findings = findings;
    }

    MethodPolicy read() {
        CallOptions options = layers.values();
        Duration timeout = duration(OptionTable.TIMEOUT, options.hasTimeout(), options.getTimeout())
                .orElse(Duration.ofSeconds(1));
        return new MethodPolicy(
                method,
                timeout,
                retry(options.getRetry(), timeout),
                options.hasBreaker() ? breaker(options.getBreaker()) : null,
                options.getIdempotent(),
                priority(options),
                options.hasHedging() ? hedging(options) : null,
                options.hasFallback() ? fallback(options) : null,
                options.getAuthenticationRequired(),
                layers.origins());
    }

    private Retry retry(io.spillway.contract.options.Retry retry, Duration timeout) {
        Duration base = duration(OptionTable.RETRY_BACKOFF_BASE, retry.hasBackoffBase(), retry.getBackoffBase())
                .orElse(Duration.ofMillis(25));
        Duration max = duration(OptionTable.RETRY_BACKOFF_MAX, retry.hasBackoffMax(), retry.getBackoffMax())
                .orElse(Duration.ofMillis(250));
        if (max.compareTo(base) < 0) {
            report(
                    Rule.RETRY_RANGE,
                    retry.hasBackoffMax() ? "retry.backoff_max" : "retry.backoff_base",
                    "backoff_base " + Units.format(base) + " above backoff_max " + Units.format(max),
                    "backoff_base <= backoff_max");
            max = base;
        }
        Duration perAttempt = duration(
                        OptionTable.RETRY_PER_ATTEMPT_TIMEOUT,
                        retry.hasPerAttemptTimeout(),
                        retry.getPerAttemptTimeout())
                .orElse(null);
        if (perAttempt != null && perAttempt.compareTo(timeout) > 0) {
            report(
                    Rule.RETRY_RANGE,
                    "retry.per_attempt_timeout",
                    "per_attempt_timeout " + Units.format(perAttempt) + " above timeout " + Units.format(timeout),
                    "per_attempt_timeout <= timeout");
            perAttempt = null;
        }
        return new Retry(
                (int) number(
                        OptionTable.RETRY_MAX_ATTEMPTS, retry.hasMaxAttempts(), unsigned(retry.getMaxAttempts()), 1),
                statuses(retry),
                base,
                max,
                number(OptionTable.RETRY_JITTER, retry.hasJitter(), retry.getJitter(), 1),
                perAttempt);
    }

    private Set<StatusCode> statuses(io.spillway.contract.options.Retry retry) {
        Set<StatusCode> statuses = EnumSet.noneOf(StatusCode.class);
        for (int number : retry.getOnValueList()) {
            StatusCode status = StatusCode.forNumber(number);
            if (status == null || status == StatusCode.OK) {
                report(
                        OptionTable.RETRY_ON.rule(),
                        OptionTable.RETRY_ON.path(),
                        "retry on " + (status == null ? "status " + number : status.name()),
                        OptionTable.RETRY_ON.range());
            } else {
                statuses.add(status);
            }
        }
        return statuses.isEmpty() ? EnumSet.of(StatusCode.UNAVAILABLE) : statuses;
    }

    private Breaker breaker(CircuitBreaker breaker) {
        if (breaker.hasSlowRate() != breaker.hasSlowCall()) {
            report(
                    Rule.BREAKER_RANGE,
                    breaker.hasSlowRate() ? "breaker.slow_rate" : "breaker.slow_call",
                    breaker.hasSlowRate() ? "slow_rate without slow_call" : "slow_call without slow_rate",
                    "both or neither");
        }
        Duration slowCall = duration(OptionTable.BREAKER_SLOW_CALL, breaker.hasSlowCall(), breaker.getSlowCall())
                .orElse(null);
        double slowRate = number(OptionTable.BREAKER_SLOW_RATE, breaker.hasSlowRate(), breaker.getSlowRate(), 1);
        return new Breaker(
                number(OptionTable.BREAKER_ERROR_RATE, breaker.hasErrorRate(), breaker.getErrorRate(), 0.5),
                slowCall == null ? 1 : slowRate,
                slowCall,
                duration(OptionTable.BREAKER_WINDOW, breaker.hasWindow(), breaker.getWindow())
                        .orElse(Duration.ofSeconds(10)),
                (int) number(
                        OptionTable.BREAKER_MINIMUM_CALLS,
                        breaker.hasMinimumCalls(),
                        unsigned(breaker.getMinimumCalls()),
                        20),
                duration(OptionTable.BREAKER_OPEN_FOR, breaker.hasOpenFor(), breaker.getOpenFor())
                        .orElse(Duration.ofSeconds(5)));
    }

    private Hedging hedging(CallOptions options) {
        io.spillway.contract.options.Hedging hedging = options.getHedging();
        if (!hedging.hasDelay()) {
            missing(OptionTable.HEDGING_DELAY);
        }
        return new Hedging(
                (int) number(
                        OptionTable.HEDGING_MAX_ATTEMPTS,
                        hedging.hasMaxAttempts(),
                        unsigned(hedging.getMaxAttempts()),
                        2),
                duration(OptionTable.HEDGING_DELAY, hedging.hasDelay(), hedging.getDelay())
                        .orElse(Duration.ofMillis(100)));
    }

    private Fallback fallback(CallOptions options) {
        io.spillway.contract.options.Fallback fallback = options.getFallback();
        if (fallback.getSource().isBlank()) {
            missing(OptionTable.FALLBACK_SOURCE);
        }
        if (!fallback.hasMaxAge()) {
            missing(OptionTable.FALLBACK_MAX_AGE);
        }
        return new Fallback(
                fallback.getSource(),
                duration(OptionTable.FALLBACK_MAX_AGE, fallback.hasMaxAge(), fallback.getMaxAge())
                        .orElse(Duration.ofSeconds(60)));
    }

    private Priority priority(CallOptions options) {
        Priority priority = options.getPriority();
        if (!options.hasPriority()) {
            return Priority.NORMAL;
        }
        if (priority == Priority.UNRECOGNIZED || priority == Priority.PRIORITY_UNSPECIFIED) {
            report(
                    OptionTable.PRIORITY.rule(),
                    OptionTable.PRIORITY.path(),
                    "priority " + options.getPriorityValue(),
                    OptionTable.PRIORITY.range());
            return Priority.NORMAL;
        }
        return priority;
    }

    private Optional<Duration> duration(DurationOption option, boolean isSet, com.google.protobuf.Duration value) {
        if (!isSet) {
            return Optional.empty();
        }
        // Checked before the conversion: a descriptor can hold seconds that a Duration cannot.
        boolean convertible = value.getSeconds() >= 0
                && value.getSeconds() <= option.max().toSeconds()
                && value.getNanos() >= 0
                && value.getNanos() < 1_000_000_000;
        Duration duration = convertible ? Duration.ofSeconds(value.getSeconds(), value.getNanos()) : Duration.ZERO;
        if (!convertible || duration.compareTo(option.min()) < 0 || duration.compareTo(option.max()) > 0) {
            String found = convertible
                    ? Units.format(duration)
                    : "{seconds: " + value.getSeconds() + " nanos: " + value.getNanos() + "}";
            report(option.rule(), option.path(), option.path() + " " + found, option.range());
            return Optional.empty();
        }
        return Optional.of(duration);
    }

    private double number(NumberOption option, boolean isSet, double value, double fallback) {
        if (!isSet) {
            return fallback;
        }
        if (!option.contains(value)) {
            String found = value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
            report(option.rule(), option.path(), option.path() + " " + found, option.range());
            return fallback;
        }
        return value;
    }

    private static double unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    private void missing(Option option) {
        String parent = option.path().substring(0, option.path().indexOf('.'));
        report(
                option.rule(),
                parent,
                parent + " without " + option.path().substring(parent.length() + 1),
                option.range());
    }

    private void report(Rule rule, String path, String found, String expected) {
        Declaration declaration = layers.declaration(path).orElse(new Declaration(method, declared));
        findings.add(rule.at(declaration.location(), declaration.element() + ": " + found, expected));
    }
}
