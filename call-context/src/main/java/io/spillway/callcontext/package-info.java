/**
 * What travels with a request: priority, tenant, user, deadline, trace. {@link io.spillway.callcontext.CallContextReader}
 * reads a {@link io.spillway.callcontext.CallContext} from headers, a server keeps it beside the request
 * ({@link io.spillway.callcontext.ArmeriaCallContext}, {@link io.spillway.callcontext.GrpcCallContext}), and a client
 * sends {@link io.spillway.callcontext.CallContext#outgoingHeaders()} with the calls that are made for it. It admits
 * nothing and calls nobody.
 */
@NullMarked
package io.spillway.callcontext;

import org.jspecify.annotations.NullMarked;
