package io.spillway.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the sidecars logged about requests that did not go well. */
final class AccessLogs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GOOD = Set.of("", "-", "OK", "0");
    private static final int SERVER_ERRORS = 500;

    private AccessLogs() {}

    /**
     * Lines with a response flag, a gRPC status other than OK or an HTTP status of 500 and above.
     *
     * @param sidecars a folder with one folder an instance
     * @param from ISO 8601; earlier requests are left out
     */
    static List<String> failures(Path sidecars, String from, int most) {
        try (Stream<Path> files = Files.walk(sidecars)) {
            return files.filter(file -> file.toString().contains("access.log"))
                    .flatMap(AccessLogs::lines)
                    .filter(line -> failed(line, from))
                    .limit(most)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean failed(String line, String from) {
        try {
            JsonNode entry = JSON.readTree(line);
            return entry.path("time").asText().compareTo(from) >= 0
                    && (!GOOD.contains(entry.path("flags").asText())
                            || !GOOD.contains(entry.path("grpcStatus").asText())
                            || entry.path("status").asInt() >= SERVER_ERRORS);
        } catch (JsonProcessingException e) {
            // The last line of a running sidecar may be half written.
            return false;
        }
    }
}
