package io.spillway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.controlplane.MeshStatus;
import io.spillway.controlplane.RenderedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Asks the admin API of a running control plane. */
final class AdminClient {
    private static final int HTTP_OK = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** An older command still understands a newer control plane. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final URI uri;

    AdminClient(URI uri) {
        this.uri = uri;
    }

    MeshStatus status() {
        return get("/v1/status", new TypeReference<>() {});
    }

    List<RenderedConfig> config() {
        return get("/v1/config", new TypeReference<>() {});
    }

    private <T> T get(String path, TypeReference<T> type) {
        URI page = uri.resolve(path);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), BodyHandlers.ofString());
            if (answer.statusCode() != HTTP_OK) {
                throw notSpillway(page);
            }
            return JSON.readValue(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw notSpillway(page);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ENVIRONMENT,
                    "no control plane answers at " + uri + " (expected: one started with spillway "
                            + "control-plane or spillway demo; see --admin)");
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--admin: " + uri + " (expected: such as http://127.0.0.1:15011)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private static CommandFailure notSpillway(URI page) {
        return new CommandFailure(
                ExitCode.ENVIRONMENT,
                page + " did not answer as a control plane does (expected: the admin API of spillway "
                        + "control-plane; see --admin)");
    }
}
