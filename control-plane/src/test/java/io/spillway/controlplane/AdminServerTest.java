package io.spillway.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // started before each test
    private ControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane =
                ControlPlane.start(ControlPlaneConfig.of(SmallMesh.in(directory).directory()));
    }

    @AfterEach
    void close() {
        controlPlane.close();
    }

    @Test
    void theStatusIsJson() throws IOException {
        JsonNode status = json(get("/v1/status"));

        assertThat(status.get("generation").asInt()).isEqualTo(1);
        assertThat(status.get("refused").asBoolean()).isFalse();
        assertThat(status.get("services")).hasSize(3);
        assertThat(status.get("directory").asText()).isEqualTo(directory.toString());
    }

    @Test
    void theConfigurationNamesResourcesWithTheirOrigin() throws IOException {
        JsonNode config = json(get("/v1/config"));

        assertThat(config).hasSize(3);
        JsonNode resource = config.get(0).get("resources").get(0);
        assertThat(resource.get("kind").asText()).isIn("cluster", "endpoint", "listener", "route");
        assertThat(resource.get("origin").asText()).isNotEmpty();
        assertThat(resource.get("yaml").asText()).contains("name:");
    }

    @Test
    void healthAndReadinessArePlainText() throws IOException {
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nok\n");
        assertThat(get("/readyz")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nready\n");
    }

    @Test
    void metricsAreInTheFormatOfPrometheus() throws IOException {
        try (TestClient client = TestClient.open(
                controlPlane.xdsAddress().orElseThrow(),
                TestClient.sidecar("payments-1", "payments", "127.1.4.1"),
                TestClient.Answer.ACCEPT)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(get("/metrics"))
                            .contains("Content-type: text/plain; version=0.0.4; charset=utf-8")
                            .contains("# TYPE spillway_generations_total counter", "spillway_generations_total 1.0")
                            .contains("# TYPE spillway_instances gauge", "spillway_instances{state=\"connected\"} 1.0")
                            .contains("spillway_services 3.0", "spillway_configuration_refused 0.0")
                            .contains(
                                    "spillway_xds_streams_opened_total 1.0", "spillway_xds_acknowledgements_total 1.0")
                            .contains("spillway_xds_refusals_total 0.0")
                            .containsPattern("spillway_xds_bytes_total [1-9]")
                            .containsPattern("spillway_xds_resources_total [1-9]")
                            .containsPattern("spillway_xds_responses_total [1-9]"));
            assertThat(client.errors).isEmpty();
        }
    }

    @Test
    void anUnknownPageListsThoseThereAre() throws IOException {
        assertThat(get("/v1/nothing"))
                .startsWith("HTTP/1.1 404")
                .endsWith("not found; there is: /healthz /metrics /readyz /v1/config /v1/status\n");
    }

    @Test
    void onlyReadingIsAllowed() throws IOException {
        assertThat(send("POST /v1/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, HEAD");
        assertThat(send("HEAD /v1/status HTTP/1.1\r\nHost: localhost\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:15011", "127.0.0.1:80", "127.1.2.3", "[::1]:15011", "LOCALHOST"})
    void loopbackHostsAreAnswered(String host) throws IOException {
        assertThat(send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:15011", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil"})
    void otherHostsAreRefused(String host) throws IOException {
        assertThat(send("GET /v1/status HTTP/1.1\r\nHost: " + host + "\r\n"))
                .startsWith("HTTP/1.1 421")
                .doesNotContain(directory.toString());
    }

    @Test
    void withErrorsFromTheStartItIsAliveButNotReady() throws IOException {
        controlPlane.close();
        new SmallMesh(directory).save("menu/service.yaml", "service: menu\nport: none\n");
        controlPlane = ControlPlane.start(ControlPlaneConfig.of(directory));

        assertThat(get("/healthz")).startsWith("HTTP/1.1 200");
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503").contains("/v1/status");
        assertThat(json(get("/v1/config"))).isEmpty();
        assertThat(get("/metrics")).contains("spillway_configuration_refused 1.0");
    }

    private String get(String page) throws IOException {
        return send("GET " + page + " HTTP/1.1\r\nHost: localhost\r\n");
    }

    private static JsonNode json(String answer) throws IOException {
        assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-type: application/json");
        return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    }

    /** By hand: a client library decides itself what it says as Host. */
    private String send(String head) throws IOException {
        try (Socket socket = new Socket(
                controlPlane.adminAddress().getAddress(),
                controlPlane.adminAddress().getPort())) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
