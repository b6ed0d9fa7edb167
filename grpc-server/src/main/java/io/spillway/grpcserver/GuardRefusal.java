package io.spillway.grpcserver;

import io.spillway.callcontext.CallHeaders;
import io.spillway.overload.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Why a request did not run, and what its caller is told.
 *
 * @param reason one of few words, for metrics and {@link CallHeaders#REFUSED}
 * @param pushback how long the caller should wait before it tries again; zero when trying again is no use
 */
record GuardRefusal(Kind kind, String reason, Duration pushback) {
    enum Kind {
        /** There is no room for it. */
        OVERLOADED(8, 503),
        /** Its caller has given up, or will have before it could be done. */
        TOO_LATE(4, 504);

        private final int grpcStatus;
        private final int httpStatus;

        Kind(int grpcStatus, int httpStatus) {
            this.grpcStatus = grpcStatus;
            this.httpStatus = httpStatus;
        }

        /** RESOURCE_EXHAUSTED or DEADLINE_EXCEEDED. */
        int grpcStatus() {
            return grpcStatus;
        }

        int httpStatus() {
            return httpStatus;
        }
    }

    /** The deadline had passed when the request came. */
    static final GuardRefusal DEADLINE_PASSED = new GuardRefusal(Kind.TOO_LATE, "deadline-passed", Duration.ZERO);

    static GuardRefusal of(Refusal refusal, long pushbackNanos) {
        return new GuardRefusal(Kind.OVERLOADED, word(refusal), Duration.ofNanos(pushbackNanos));
    }

    /** As in metrics and headers. */
    static String word(Refusal refusal) {
        return refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String message() {
        return switch (kind) {
            case OVERLOADED -> "refused by the guard: " + reason;
            case TOO_LATE -> "no time left before the call ran";
        };
    }

    boolean hasPushback() {
        return !pushback.isZero();
    }

    /** Rounded up: a caller that comes back too early is refused again. */
    long pushbackMillis() {
        return roundUp(TimeUnit.MILLISECONDS);
    }

    /** Rounded up; Retry-After knows nothing shorter than a second. */
    long pushbackSeconds() {
        return roundUp(TimeUnit.SECONDS);
    }

    private long roundUp(TimeUnit unit) {
        long nanos = unit.toNanos(1);
        return (pushback.toNanos() + nanos - 1) / nanos;
    }
}
