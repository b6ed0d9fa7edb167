package io.spillway.incidentlab;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one request. Immutable. */
public final class Outcome {
    private static final Outcome SUCCESS = new Outcome(null, "");

    private final @Nullable String failureKind;
    private final String detail;

    private Outcome(@Nullable String failureKind, String detail) {
        this.failureKind = failureKind;
        this.detail = detail;
    }

    public static Outcome success() {
        return SUCCESS;
    }

    /**
     * @param kind what failures are counted by, such as {@code status 503}; few different ones
     * @param detail what helps to understand this one failure
     */
    public static Outcome failure(String kind, String detail) {
        return new Outcome(kind, detail);
    }

    /** A failure that is counted by the simple name of its exception's class. */
    public static Outcome failure(Throwable cause) {
        return failure("exception " + cause.getClass().getSimpleName(), cause.toString());
    }

    /** Empty when the request succeeded. */
    public Optional<String> failureKind() {
        return Optional.ofNullable(failureKind);
    }

    public String detail() {
        return detail;
    }

    @Override
    public String toString() {
        return failureKind == null ? "success" : failureKind + ": " + detail;
    }
}
