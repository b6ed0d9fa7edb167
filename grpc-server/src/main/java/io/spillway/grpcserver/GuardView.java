package io.spillway.grpcserver;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.TransientHttpService;
import io.spillway.contract.Json;
import io.spillway.overload.AdmissionSnapshot;
import io.spillway.overload.Priority;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A guard as JSON, for people who ask why requests are refused:
 *
 * <pre>{@code
 * builder.service("/guard", GuardView.of(guard))
 * }</pre>
 *
 * <p>Answers callers on this machine, others get 403. A guard always lets it through. Thread-safe.
 */
public final class GuardView extends AbstractHttpService implements TransientHttpService {
    private final Guard guard;
    private final Predicate<InetAddress> mayAsk;

    private GuardView(Guard guard, Predicate<InetAddress> mayAsk) {
        this.guard = guard;
        this.mayAsk = mayAsk;
    }

    /** For callers on this machine. */
    public static GuardView of(Guard guard) {
        return of(guard, InetAddress::isLoopbackAddress);
    }

    /** @param mayAsk whether a peer may see it, by the address that its connection comes from */
    public static GuardView of(Guard guard, Predicate<InetAddress> mayAsk) {
        return new GuardView(guard, mayAsk);
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        InetAddress peer = context.remoteAddress().getAddress();
        if (peer == null || !mayAsk.test(peer)) {
            return HttpResponse.of(HttpStatus.FORBIDDEN);
        }
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, Json.pretty(json()));
    }

    private Map<String, Object> json() {
        AdmissionSnapshot now = guard.snapshot();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("guard", guard.name());
        json.put("mode", word(guard.mode()));
        json.put("limit", now.limit());
        json.put("why", word(now.lastMove()));
        json.put("inflight", now.inflight());
        json.put("queued", now.queued());
        json.put("baseLatencyMillis", now.baseLatency().toNanos() / 1e6);
        Map<String, Object> refused = new LinkedHashMap<>();
        for (Priority priority : Priority.values()) {
            Map<String, Object> reasons = new LinkedHashMap<>();
            now.refused().getOrDefault(priority, Map.of()).forEach((reason, count) -> {
                if (count > 0) {
                    reasons.put(GuardRefusal.word(reason), count);
                }
            });
            refused.put(word(priority), reasons);
        }
        json.put("refused", refused);
        json.put("methodCosts", guard.methodCosts());
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
