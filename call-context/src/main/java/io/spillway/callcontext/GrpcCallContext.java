package io.spillway.callcontext;

import io.grpc.Context;
import java.util.Optional;

/** Where the context of a request is kept while a grpc-java server works on it. Thread-safe. */
public final class GrpcCallContext {
    private static final Context.Key<CallContext> KEY = Context.key("spillway-call-context");

    private GrpcCallContext() {}

    /** What the request came with on whose behalf this code runs; empty when nobody has read it. */
    public static Optional<CallContext> current() {
        return Optional.ofNullable(KEY.get());
    }

    /** The present gRPC context with that of a request in it. */
    public static Context with(CallContext context) {
        return Context.current().withValue(KEY, context);
    }
}
