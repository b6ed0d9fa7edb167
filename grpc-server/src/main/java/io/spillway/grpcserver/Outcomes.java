package io.spillway.grpcserver;

import io.spillway.overload.Outcome;

/**
 * What a status says about the load of the service. An error counts as an answer, since work was done for it, but for
 * two groups: what failed for want of time or room, and what was turned away before any work. Pure.
 */
final class Outcomes {
    private Outcomes() {}

    static Outcome ofGrpc(int status) {
        return switch (status) {
            // DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE
            case 4, 8, 14 -> Outcome.DROPPED;
            // CANCELLED, INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED
            case 1, 3, 7, 12, 16 -> Outcome.IGNORED;
            default -> Outcome.OK;
        };
    }

    static Outcome ofHttp(int status) {
        return switch (status) {
            case 429, 503, 504 -> Outcome.DROPPED;
            case 400, 401, 403, 405, 415 -> Outcome.IGNORED;
            default -> Outcome.OK;
        };
    }
}
