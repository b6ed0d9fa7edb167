package io.spillway.grpcserver;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallDeadline;
import io.spillway.callcontext.GrpcCallContext;
import io.spillway.grpcserver.GuardedMethod.Kind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The guard in front of a grpc-java server:
 *
 * <pre>{@code
 * NettyServerBuilder.forPort(8080).addService(payments).intercept(GrpcGuard.of("payments"))
 * }</pre>
 *
 * <p>Add it last: grpc-java calls the last interceptor first, and a refused call then costs the least. A request is
 * decided after its headers; no message is asked for before it runs. Thread-safe.
 */
public final class GrpcGuard implements ServerInterceptor {
    private final Guard guard;
    private final GrpcMethods methods = new GrpcMethods();

    private GrpcGuard(Guard guard) {
        this.guard = guard;
    }

    /**
     * A guard with default settings, see {@link Guard#of}.
     *
     * @param name of the service, for metrics and logs
     */
    public static GrpcGuard of(String name) {
        return of(Guard.of(name));
    }

    /** Several servers may share a guard: then they share its limit. */
    public static GrpcGuard of(Guard guard) {
        return new GrpcGuard(guard);
    }

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        GuardedMethod method = methods.of(call.getMethodDescriptor());
        CallContext callContext = guard.contexts().grpc(name -> header(headers, name), method.declared(), deadline());
        Context context = GrpcCallContext.with(callContext);
        if (method.kind() == Kind.EXEMPT) {
            return Contexts.interceptCall(context, call, headers, next);
        }
        return new GrpcRequest<>(guard, method, callContext, context, call, headers, next).pass();
    }

    private static @Nullable String header(Metadata headers, String name) {
        return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    /** As grpc-java has understood {@code grpc-timeout}. */
    private static @Nullable CallDeadline deadline() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? null
                : new CallDeadline(System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }
}
