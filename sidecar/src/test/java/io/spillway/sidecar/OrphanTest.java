package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OrphanTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(EnvoyCommand.Guard.class)
    void envoyEndsWithAParentThatIsKilled(EnvoyCommand.Guard guard) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SidecarMain.class.getName(),
                        folder.toString(),
                        guard.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            long envoy = Long.parseLong(output.readLine());
            assertThat(ProcessHandle.of(envoy).flatMap(process -> process.info().command()))
                    .hasValueSatisfying(command -> assertThat(command).endsWith("envoy"));

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            !ProcessHandle.of(envoy).map(ProcessHandle::isAlive).orElse(false));
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}
