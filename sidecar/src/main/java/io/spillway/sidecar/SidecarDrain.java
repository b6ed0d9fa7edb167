package io.spillway.sidecar;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the work of an Envoy without breaking it off: callers are told to go elsewhere (failed health check, {@code
 * Connection: close}, GOAWAY), then the listeners close once nothing has been in flight for a moment. Connections that
 * are merely open are not waited for; requests and TCP streams are.
 */
final class SidecarDrain {
    private static final Logger LOGGER = LoggerFactory.getLogger(SidecarDrain.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int QUIET_LOOKS = 4;

    /** The admin interface counts its own requests under {@code http.admin}. */
    private static final String IN_FLIGHT = "^(http\\..*\\.downstream_rq_active|tcp\\..*\\.downstream_cx_active)$";

    private SidecarDrain() {}

    /** Returns when nothing is in flight, the limit has passed, or Envoy no longer answers. */
    static void drain(EnvoyAdmin admin, Duration limit) throws InterruptedException {
        if (limit.isZero()) {
            return;
        }
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        try {
            admin.post("/healthcheck/fail");
            admin.post("/drain_listeners?graceful");
            await(admin, QUIET_LOOKS, deadlineNanos);
            admin.post("/drain_listeners");
            await(admin, 1, deadlineNanos);
        } catch (IOException e) {
            LOGGER.debug("Envoy ended while draining", e);
        }
    }

    private static void await(EnvoyAdmin admin, int quietLooks, long deadlineNanos)
            throws IOException, InterruptedException {
        int quiet = 0;
        while (quiet < quietLooks) {
            long inFlight = inFlight(admin.stats(IN_FLIGHT));
            quiet = inFlight == 0 ? quiet + 1 : 0;
            if (System.nanoTime() - deadlineNanos >= 0) {
                if (inFlight > 0) {
                    LOGGER.warn("{} requests still in flight at the end of the drain", inFlight);
                }
                return;
            }
            if (quiet < quietLooks) {
                // Envoy tells nobody when it becomes idle: it has to be asked again.
                Thread.sleep(PAUSE);
            }
        }
    }

    private static long inFlight(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .filter(figure -> !figure.getKey().startsWith("http.admin."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
