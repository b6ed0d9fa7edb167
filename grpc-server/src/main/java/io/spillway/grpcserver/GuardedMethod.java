package io.spillway.grpcserver;

import io.spillway.overload.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What the guard knows about a method before a request comes.
 *
 * @param name full gRPC name such as {@code payments.v1.PaymentService/Charge}, or the pattern of a route: few
 *     different ones, whatever requests ask for
 * @param declared the priority of its contract, null when it declares none
 */
record GuardedMethod(String name, Kind kind, @Nullable Priority declared) {
    enum Kind {
        /** One answer: holds its permit until the answer is over, and its time is a sample of the service time. */
        UNARY,
        /** Holds its permit until the first message of the answer, or its end; how long it lasts says nothing. */
        STREAM,
        /** Always runs and is not counted: health checks, reflection, metrics. */
        EXEMPT
    }

    static GuardedMethod http(String route) {
        return new GuardedMethod(route, Kind.UNARY, null);
    }

    static GuardedMethod exempt(String name) {
        return new GuardedMethod(name, Kind.EXEMPT, null);
    }
}
