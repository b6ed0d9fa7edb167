package io.spillway.callcontext;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.Optional;

/** Where the context of a request is kept while an Armeria server works on it. Thread-safe. */
public final class ArmeriaCallContext {
    private static final AttributeKey<CallContext> KEY = AttributeKey.valueOf(ArmeriaCallContext.class, "CONTEXT");

    private ArmeriaCallContext() {}

    /**
     * What a request came with.
     *
     * @param context of the request, or of a call that is made on its behalf
     * @return empty when nobody has read it
     */
    public static Optional<CallContext> of(RequestContext context) {
        ServiceRequestContext root = context.root();
        return root == null ? Optional.empty() : Optional.ofNullable(root.attr(KEY));
    }

    /** Keeps what a request came with, for its handler and for the calls that the handler makes. */
    public static void set(ServiceRequestContext request, CallContext context) {
        request.setAttr(KEY, context);
    }
}
