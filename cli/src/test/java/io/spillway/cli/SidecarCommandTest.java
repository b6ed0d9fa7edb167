package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarCommandTest {
    @TempDir
    Path folder;

    @Test
    void endsEnvoyAndItselfOnSigterm() throws Exception {
        Process command = start("60s");
        try {
            // Envoy writes its address into this file once its admin interface is open.
            Awaitility.await().until(() -> Files.exists(folder.resolve("admin-address")));
            long envoy = command.children().findFirst().orElseThrow().pid();

            // Not command.destroy(), which closes the output that is read below.
            command.toHandle().destroy();

            assertThat(command.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.TERMINATED.code());
            assertThat(ProcessHandle.of(envoy)).isEmpty();
            assertThat(states(command)).containsExactly("DRAINING", "STOPPED");
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    void givesUpWithAMessageWhenThereIsNoControlPlane() throws Exception {
        Process command = start("1s");
        try {
            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(new String(command.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("spillway: sidecar payments-1 is not ready after 1.0 s: control plane 127.0.0.1:1 is"
                            + " unreachable")
                    .doesNotContain("\tat ");
        } finally {
            command.destroyForcibly();
        }
    }

    private Process start(String readyTimeout) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                SpillwayCommand.class.getName(),
                "sidecar"));
        arguments.addAll(List.of("--service", "payments", "--instance", "payments-1", "--address", "127.0.0.1"));
        arguments.addAll(List.of("--admin-port", "0", "--control-plane", "127.0.0.1:1", "--json"));
        arguments.addAll(List.of("--ready-timeout", readyTimeout, "--work-dir", folder.toString()));
        return new ProcessBuilder(arguments).start();
    }

    private static List<String> states(Process command) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<String> states = new ArrayList<>();
        try (BufferedReader lines = command.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode fields = mapper.readTree(line);
                assertThat(fields.get("instance").asText()).isEqualTo("payments-1");
                states.add(fields.get("state").asText());
            }
        }
        return states;
    }
}
