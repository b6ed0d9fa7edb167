package io.spillway.grpcserver;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.spillway.callcontext.ArmeriaCallContext;
import io.spillway.callcontext.CallContext;
import io.spillway.grpcserver.GuardedMethod.Kind;
import java.util.function.Function;

/**
 * The guard in front of an Armeria server, or of some of its services, whatever they speak:
 *
 * <pre>{@code
 * Server.builder().service(grpcService).decorator(ArmeriaGuard.newDecorator("payments"))
 * }</pre>
 *
 * <p>A request is decided when its service would be called: after its headers for HTTP and streams; for unary gRPC after
 * its body, which Armeria collects before it calls a service, and before the body is parsed. Thread-safe.
 */
public final class ArmeriaGuard extends SimpleDecoratingHttpService {
    private final Guard guard;
    private final ArmeriaMethods methods = new ArmeriaMethods();

    private ArmeriaGuard(HttpService delegate, Guard guard) {
        super(delegate);
        this.guard = guard;
    }

    /**
     * A guard with default settings, see {@link Guard#of}.
     *
     * @param name of the service, for metrics and logs
     */
    public static Function<? super HttpService, ArmeriaGuard> newDecorator(String name) {
        return newDecorator(Guard.of(name));
    }

    /** Several servers or services may share a guard: then they share its limit. */
    public static Function<? super HttpService, ArmeriaGuard> newDecorator(Guard guard) {
        return delegate -> new ArmeriaGuard(delegate, guard);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        GuardedMethod method = methods.of(context);
        long arrived = context.log().partial().requestStartTimeNanos();
        CallContext call = ArmeriaAnswers.isGrpc(request.headers())
                ? guard.contexts().grpc(request.headers()::get, method.declared(), arrived)
                : guard.contexts().http(request.headers()::get, method.declared(), arrived);
        ArmeriaCallContext.set(context, call);
        if (method.kind() == Kind.EXEMPT) {
            return unwrap().serve(context, request);
        }
        return new ArmeriaRequest(guard, unwrap(), context, request, call, method).pass();
    }
}
