package io.spillway.grpcserver;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallHeaders;
import io.spillway.grpcserver.GuardedMethod.Kind;
import io.spillway.overload.Outcome;
import java.util.concurrent.TimeUnit;

/** One request of a grpc-java server before, in and after the guard. */
final class GrpcRequest<Q, R> extends SimpleForwardingServerCall<Q, R> implements RequestHost {
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of(CallHeaders.GRPC_PUSHBACK, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REFUSED =
            Metadata.Key.of(CallHeaders.REFUSED, Metadata.ASCII_STRING_MARSHALLER);

    private final GuardedMethod method;
    private final Context context;
    private final Metadata headers;
    private final ServerCallHandler<Q, R> next;
    private final GuardedCall guarded;
    private final HeldListener<Q> listener;
    private volatile boolean closed;

    GrpcRequest(
            Guard guard,
            GuardedMethod method,
            CallContext callContext,
            Context context,
            ServerCall<Q, R> call,
            Metadata headers,
            ServerCallHandler<Q, R> next) {
        super(call);
        this.method = method;
        this.context = context;
        this.headers = headers;
        this.next = next;
        guarded = new GuardedCall(guard, method, callContext, this);
        listener = new HeldListener<>(guarded);
    }

    Listener<Q> pass() {
        guarded.decide();
        return listener;
    }

    @Override
    public void run() {
        try {
            listener.release(Contexts.interceptCall(context, this, headers, next));
        } catch (RuntimeException | Error failure) {
            guarded.ended(Outcome.OK);
            if (!guarded.hasWaited()) {
                throw failure;
            }
            // Nobody above to catch it: answered as grpc-java answers what a handler throws.
            if (!closed) {
                close(Status.UNKNOWN.withDescription("the handler threw").withCause(failure), new Metadata());
            }
        }
    }

    @Override
    public void refuse(GuardRefusal refusal) {
        Metadata trailers = new Metadata();
        trailers.put(REFUSED, refusal.reason());
        if (refusal.hasPushback()) {
            trailers.put(PUSHBACK, Long.toString(refusal.pushbackMillis()));
        }
        delegate()
                .close(Status.fromCodeValue(refusal.kind().grpcStatus()).withDescription(refusal.message()), trailers);
    }

    @Override
    public void execute(Runnable task) {
        GuardThreads.execute(task);
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
        GuardThreads.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void sendHeaders(Metadata responseHeaders) {
        if (method.kind() == Kind.STREAM) {
            guarded.ended(Outcome.IGNORED);
        }
        super.sendHeaders(responseHeaders);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        closed = true;
        guarded.ended(
                method.kind() == Kind.STREAM
                        ? Outcome.IGNORED
                        : Outcomes.ofGrpc(status.getCode().value()));
        super.close(status, trailers);
    }
}
