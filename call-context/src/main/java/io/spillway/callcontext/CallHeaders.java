package io.spillway.callcontext;

import java.util.List;

/** The headers that a guard reads and writes, in lower case as HTTP/2 has them. */
public final class CallHeaders {
    /** {@code CRITICAL}, {@code HIGH}, {@code NORMAL} or {@code SHEDDABLE}, in any case. */
    public static final String PRIORITY = "x-spillway-priority";
    /** The name of the calling service, one hop long. */
    public static final String CALLER = "x-spillway-caller";
    /** W3C baggage, with the members {@link #TENANT_MEMBER} and {@link #USER_MEMBER}. */
    public static final String BAGGAGE = "baggage";
    /** The member of the baggage that names the tenant. */
    public static final String TENANT_MEMBER = "tenant";
    /** The member of the baggage that names the user: an opaque id, not a name or an address. */
    public static final String USER_MEMBER = "user";
    /** How long a gRPC caller waits. */
    public static final String GRPC_TIMEOUT = "grpc-timeout";
    /** How long a caller over HTTP waits, in milliseconds, as Envoy says it. */
    public static final String HTTP_TIMEOUT = "x-envoy-expected-rq-timeout-ms";
    /** In a refusal over gRPC: milliseconds to wait before a retry (gRPC proposal A6). */
    public static final String GRPC_PUSHBACK = "grpc-retry-pushback-ms";
    /** In a refusal over HTTP: whole seconds to wait before a retry (RFC 9110, 10.2.3). */
    public static final String HTTP_PUSHBACK = "retry-after";
    /** In every refusal: the reason, which tells the guard's refusals from those of the handler. */
    public static final String REFUSED = "x-spillway-refused";

    /** Passed on to outgoing calls as they came. */
    static final List<String> PROPAGATED = List.of("traceparent", "tracestate", BAGGAGE, "x-request-id");

    private CallHeaders() {}
}
