package io.spillway.callcontext;

import io.spillway.overload.Priority;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the context of requests from their headers. Thread-safe. */
public final class CallContextReader {
    private final Runnable onUnknownPriority;

    /** @param onUnknownPriority called for every request whose priority header is no priority */
    public CallContextReader(Runnable onUnknownPriority) {
        this.onUnknownPriority = onUnknownPriority;
    }

    /** The context of a gRPC request, also when it came through a sidecar. */
    public CallContext grpc(HeaderSource headers, @Nullable Priority declared, long arrivedNanos) {
        String timeout = headers.get(CallHeaders.GRPC_TIMEOUT);
        CallDeadline deadline =
                timeout == null ? httpDeadline(headers, arrivedNanos) : deadline(Timeouts.grpc(timeout), arrivedNanos);
        return read(headers, declared, deadline);
    }

    /** The context of a gRPC request whose timeout the framework has read; null when there is none. */
    public CallContext grpc(HeaderSource headers, @Nullable Priority declared, @Nullable CallDeadline deadline) {
        return read(headers, declared, deadline == null ? httpDeadline(headers, System.nanoTime()) : deadline);
    }

    /** The context of a request over plain HTTP. */
    public CallContext http(HeaderSource headers, @Nullable Priority declared, long arrivedNanos) {
        return read(headers, declared, httpDeadline(headers, arrivedNanos));
    }

    private CallContext read(HeaderSource headers, @Nullable Priority declared, @Nullable CallDeadline deadline) {
        Priority priority = declared == null ? Priority.NORMAL : declared;
        PrioritySource source = declared == null ? PrioritySource.DEFAULT : PrioritySource.CONTRACT;
        String written = headers.get(CallHeaders.PRIORITY);
        if (written != null) {
            Priority known = priority(written);
            if (known == null) {
                onUnknownPriority.run();
                priority = Priority.NORMAL;
                // Not passed on: what nobody understands here must not be counted once more in every callee.
                source = PrioritySource.DEFAULT;
            } else {
                priority = known;
                source = PrioritySource.HEADER;
            }
        }
        Map<String, String> propagated = new LinkedHashMap<>();
        for (String name : CallHeaders.PROPAGATED) {
            String value = headers.get(name);
            if (value != null) {
                propagated.put(name, value);
            }
        }
        String baggage = propagated.get(CallHeaders.BAGGAGE);
        return new CallContext(
                priority,
                source,
                Baggage.member(baggage, CallHeaders.TENANT_MEMBER),
                Baggage.member(baggage, CallHeaders.USER_MEMBER),
                headers.get(CallHeaders.CALLER),
                deadline,
                propagated);
    }

    private static @Nullable Priority priority(String written) {
        return switch (written.strip().toUpperCase(Locale.ROOT)) {
            case "CRITICAL" -> Priority.CRITICAL;
            case "HIGH" -> Priority.HIGH;
            case "NORMAL" -> Priority.NORMAL;
            case "SHEDDABLE" -> Priority.SHEDDABLE;
            default -> null;
        };
    }

    private static @Nullable CallDeadline httpDeadline(HeaderSource headers, long arrivedNanos) {
        String millis = headers.get(CallHeaders.HTTP_TIMEOUT);
        return millis == null ? null : deadline(Timeouts.envoyMillis(millis), arrivedNanos);
    }

    private static @Nullable CallDeadline deadline(OptionalLong timeoutNanos, long arrivedNanos) {
        return timeoutNanos.isEmpty() ? null : new CallDeadline(arrivedNanos + timeoutNanos.getAsLong());
    }
}
