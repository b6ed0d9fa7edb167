package io.spillway.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin API, on a loopback address: read-only, JSON unless said otherwise, documented in {@code docs/admin-api.md}.
 * Requests run on virtual threads and see immutable snapshots.
 *
 * <p>Answers only to a {@code Host} that is a loopback address or {@code localhost}: a web page whose name was made to
 * resolve to this machine (DNS rebinding) sends its own name.
 */
final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Supplier<Answer>> pages;

    private record Answer(int status, String type, String body) {}

    /** @throws IOException when the address cannot be bound */
    AdminServer(InetSocketAddress address, ControlPlane controlPlane) throws IOException {
        ControlPlaneMetrics metrics = new ControlPlaneMetrics(controlPlane);
        this.pages = new TreeMap<>(Map.of(
                "/v1/status", () -> json(controlPlane.status()),
                "/v1/config", () -> json(config(controlPlane)),
                "/healthz", () -> new Answer(200, TEXT, "ok\n"),
                "/readyz", () -> ready(controlPlane),
                "/metrics", () -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape())));
        this.server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private static List<RenderedConfig> config(ControlPlane controlPlane) {
        return controlPlane.current().served().map(RenderedConfig::of).orElse(List.of());
    }

    private static Answer ready(ControlPlane controlPlane) {
        return controlPlane.xdsAddress().isPresent()
                ? new Answer(200, TEXT, "ready\n")
                : new Answer(503, TEXT, "no state without errors yet; see /v1/status\n");
    }

    private static Answer json(Object value) {
        try {
            return new Answer(200, "application/json", JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers are always JSON", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!isLoopback(exchange.getRequestHeaders().getFirst("Host"))) {
            return new Answer(421, TEXT, "only for a Host that is a loopback address or localhost\n");
        }
        Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return new Answer(404, TEXT, "not found; there is: " + String.join(" ", pages.keySet()) + "\n");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return new Answer(405, TEXT, "only GET\n");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            log.error("{} failed", exchange.getRequestURI(), e);
            return new Answer(500, TEXT, "a fault in the control plane; its log says more\n");
        }
    }

    /** Every browser sends a Host; a client that sends none is none. */
    static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = host.replaceFirst(":[0-9]*$", "").replaceFirst("^\\[(.*)]$", "$1");
        if (name.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(name).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
