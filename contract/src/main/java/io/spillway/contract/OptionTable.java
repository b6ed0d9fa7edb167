package io.spillway.contract;

import io.spillway.contract.Option.DurationOption;
import io.spillway.contract.Option.NumberOption;
import io.spillway.contract.Option.OtherOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every option of {@code spillway/options.proto} with its default and range: this table is what is checked and
 * documented. A test compares it with the proto file.
 */
final class OptionTable {
    static final DurationOption TIMEOUT = new DurationOption(
            "timeout",
            Rule.OPTION_RANGE,
            Duration.ofMillis(1),
            Duration.ofHours(24),
            "1s",
            "The longest time that one call may take, all of its attempts included.",
            "timeout {seconds: 2}",
            "route: timeout");
    static final NumberOption RETRY_MAX_ATTEMPTS = new NumberOption(
            "retry.max_attempts",
            Rule.RETRY_RANGE,
            1,
            NumberOption.Lower.INCLUDED,
            10,
            "1",
            "All attempts, the first included: 1 is no retry.",
            "max_attempts: 3",
            "route: retry_policy.num_retries, one less");
    static final OtherOption RETRY_ON = new OtherOption(
            "retry.on",
            Rule.RETRY_RANGE,
            "any status but OK",
            "[UNAVAILABLE]",
            "The statuses that are retried.",
            "on: [UNAVAILABLE, RESOURCE_EXHAUSTED]",
            "route: retry_policy.retry_on");
    static final DurationOption RETRY_BACKOFF_BASE = new DurationOption(
            "retry.backoff_base",
            Rule.RETRY_RANGE,
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            "25ms",
            "Upper bound of the first random pause.",
            "backoff_base {nanos: 25000000}",
            "route: retry_policy.retry_back_off.base_interval");
    static final DurationOption RETRY_BACKOFF_MAX = new DurationOption(
            "retry.backoff_max",
            Rule.RETRY_RANGE,
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            "250ms",
            "Upper bound of any pause; at least `backoff_base`.",
            "backoff_max {nanos: 250000000}",
            "route: retry_policy.retry_back_off.max_interval");
    static final NumberOption RETRY_JITTER = new NumberOption(
            "retry.jitter",
            Rule.RETRY_RANGE,
            0,
            NumberOption.Lower.INCLUDED,
            1,
            "1",
            "The part of a pause that is random: 0 is none, 1 is full jitter. A sidecar always uses full jitter.",
            "jitter: 1",
            "");
    static final DurationOption RETRY_PER_ATTEMPT_TIMEOUT = new DurationOption(
            "retry.per_attempt_timeout",
            Rule.RETRY_RANGE,
            Duration.ofMillis(1),
            Duration.ofHours(24),
            "what is left of `timeout`",
            "The time that one attempt may take; at most `timeout`.",
            "per_attempt_timeout {nanos: 300000000}",
            "route: retry_policy.per_try_timeout");
    static final NumberOption BREAKER_ERROR_RATE = new NumberOption(
            "breaker.error_rate",
            Rule.BREAKER_RANGE,
            0,
            NumberOption.Lower.EXCLUDED,
            1,
            "0.5",
            "Opens when more than this part of the calls in the window fail.",
            "error_rate: 0.5",
            "");
    static final NumberOption BREAKER_SLOW_RATE = new NumberOption(
            "breaker.slow_rate",
            Rule.BREAKER_RANGE,
            0,
            NumberOption.Lower.EXCLUDED,
            1,
            "-",
            "Opens when more than this part of the calls in the window take longer than `slow_call`; both or neither.",
            "slow_rate: 0.8",
            "");
    static final DurationOption BREAKER_SLOW_CALL = new DurationOption(
            "breaker.slow_call",
            Rule.BREAKER_RANGE,
            Duration.ofMillis(1),
            Duration.ofHours(24),
            "-",
            "What counts as a slow call.",
            "slow_call {nanos: 500000000}",
            "");
    static final DurationOption BREAKER_WINDOW = new DurationOption(
            "breaker.window",
            Rule.BREAKER_RANGE,
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "10s",
            "The sliding window.",
            "window {seconds: 10}",
            "");
    static final NumberOption BREAKER_MINIMUM_CALLS = new NumberOption(
            "breaker.minimum_calls",
            Rule.BREAKER_RANGE,
            1,
            NumberOption.Lower.INCLUDED,
            1_000_000,
            "20",
            "The fewest calls in a window that may open it.",
            "minimum_calls: 20",
            "");
    static final DurationOption BREAKER_OPEN_FOR = new DurationOption(
            "breaker.open_for",
            Rule.BREAKER_RANGE,
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "5s",
            "How long it stays open before it probes.",
            "open_for {seconds: 5}",
            "");
    static final OtherOption IDEMPOTENT = new OtherOption(
            "idempotent",
            Rule.OPTION_RANGE,
            "true or false",
            "false",
            "Whether the method may be executed twice with the effect of once.",
            "idempotent: true",
            "");
    static final OtherOption PRIORITY = new OtherOption(
            "priority",
            Rule.OPTION_RANGE,
            "CRITICAL, HIGH, NORMAL or SHEDDABLE",
            "NORMAL",
            "What is refused last under overload.",
            "priority: CRITICAL",
            "");
    static final NumberOption HEDGING_MAX_ATTEMPTS = new NumberOption(
            "hedging.max_attempts",
            Rule.HEDGING_RANGE,
            2,
            NumberOption.Lower.INCLUDED,
            5,
            "2",
            "All attempts, the first included. Idempotent methods only, never together with `retry`.",
            "max_attempts: 2",
            "");
    static final DurationOption HEDGING_DELAY = new DurationOption(
            "hedging.delay",
            Rule.HEDGING_RANGE,
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            "required",
            "How long to wait for an answer before the next attempt is sent.",
            "delay {nanos: 50000000}",
            "");
    static final OtherOption FALLBACK_SOURCE = new OtherOption(
            "fallback.source",
            Rule.OPTION_RANGE,
            "not empty",
            "required",
            "The name of the source that answers instead.",
            "source: \"local-cache\"",
            "");
    static final DurationOption FALLBACK_MAX_AGE = new DurationOption(
            "fallback.max_age",
            Rule.OPTION_RANGE,
            Duration.ofMillis(1),
            Duration.ofDays(30),
            "required",
            "The oldest answer that is still served.",
            "max_age {seconds: 60}",
            "");
    static final OtherOption AUTHENTICATION_REQUIRED = new OtherOption(
            "authentication_required",
            Rule.OPTION_RANGE,
            "true or false",
            "false",
            "The call is refused unless the caller is authenticated.",
            "authentication_required: true",
            "");

    static final List<Option> ALL = List.of(
            TIMEOUT,
            RETRY_MAX_ATTEMPTS,
            RETRY_ON,
            RETRY_BACKOFF_BASE,
            RETRY_BACKOFF_MAX,
            RETRY_JITTER,
            RETRY_PER_ATTEMPT_TIMEOUT,
            BREAKER_ERROR_RATE,
            BREAKER_SLOW_RATE,
            BREAKER_SLOW_CALL,
            BREAKER_WINDOW,
            BREAKER_MINIMUM_CALLS,
            BREAKER_OPEN_FOR,
            IDEMPOTENT,
            PRIORITY,
            HEDGING_MAX_ATTEMPTS,
            HEDGING_DELAY,
            FALLBACK_SOURCE,
            FALLBACK_MAX_AGE,
            AUTHENTICATION_REQUIRED);

    /** Every option and every message of options, with the origin of a default. */
    static final Map<String, Origin> DEFAULT_ORIGINS = defaultOrigins();

    private OptionTable() {}

    private static Map<String, Origin> defaultOrigins() {
        Map<String, Origin> origins = new HashMap<>();
        for (Option option : ALL) {
            int dot = option.path().indexOf('.');
            String parent = dot < 0 ? option.path() : option.path().substring(0, dot);
            origins.put(parent, new Origin(parent, null));
            origins.put(option.path(), new Origin(option.path(), null));
        }
        return Map.copyOf(origins);
    }
}
