package io.spillway.callcontext;

import io.spillway.overload.Priority;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request came with, for its handler and for the calls that the handler makes. Immutable.
 *
 * @param priority how much it matters
 * @param prioritySource who said so
 * @param tenant for whom it is, null when unknown
 * @param user who waits for it, null when unknown
 * @param caller the service that called, null when unknown
 * @param deadline until when the caller waits, null when it did not say
 * @param propagated trace context, baggage and request id by header name, as they came
 */
public record CallContext(
        Priority priority,
        PrioritySource prioritySource,
        @Nullable String tenant,
        @Nullable String user,
        @Nullable String caller,
        @Nullable CallDeadline deadline,
        Map<String, String> propagated) {
    public CallContext {
        propagated = Map.copyOf(propagated);
    }

    /**
     * The headers of calls that are made on behalf of this request, but for the deadline, which each attempt has to
     * compute anew. A priority that nobody chose is left out, so that the callee's contract still decides.
     */
    public Map<String, String> outgoingHeaders() {
        Map<String, String> headers = new LinkedHashMap<>(propagated);
        if (prioritySource != PrioritySource.DEFAULT) {
            headers.put(CallHeaders.PRIORITY, priority.name());
        }
        return headers;
    }

    /** Who is meant when the same few are refused: the user, else the tenant, else the caller. */
    public @Nullable String cohortName() {
        if (user != null) {
            return user;
        }
        return tenant == null ? caller : tenant;
    }
}
