package io.spillway.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The admin API, on a loopback address: read-only, JSON unless said otherwise, documented in {@code docs/admin-api.md}.
 * Requests run on virtual threads and see immutable snapshots.
 */
final class AdminServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Supplier<Answer>> pages;

    private record Answer(int status, String type, String body) {}

    AdminServer(InetSocketAddress address, ControlPlane controlPlane) throws IOException {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ControlPlaneMetrics(controlPlane).bindTo(metrics);
        this.pages = Map.of(
                "/v1/status", () -> json(controlPlane.status()),
                "/v1/config",
                        () -> json(controlPlane
                                .current()
                                .served()
                                .map(RenderedConfig::of)
                                .orElse(List.of())),
                "/healthz", () -> new Answer(200, TEXT, "ok\n"),
                "/readyz", () -> ready(controlPlane),
                "/metrics", () -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
        this.server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private static Answer ready(ControlPlane controlPlane) {
        return controlPlane.current().served().isPresent()
                ? new Answer(200, TEXT, "ready\n")
                : new Answer(503, TEXT, "no state without errors yet; see /v1/status\n");
    }

    private static Answer json(Object value) {
        try {
            return new Answer(200, "application/json", JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            return new Answer(500, TEXT, e.getOriginalMessage() + "\n");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
            Answer answer;
            if (page == null) {
                answer = new Answer(404, TEXT, "not found; there is: " + String.join(" ", pages.keySet()) + "\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                answer = new Answer(405, TEXT, "only GET\n");
            } else {
                answer = page.get();
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
