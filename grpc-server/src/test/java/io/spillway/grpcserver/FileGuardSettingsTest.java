package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGuardSettingsTest {
    private static final Duration OFTEN = Duration.ofMillis(5);

    @TempDir
    private Path directory;

    @Test
    void withoutAFileTheGuardIsOnUntilThereIsOne() throws IOException {
        Path file = directory.resolve("guard.yaml");
        try (FileGuardSettings settings = FileGuardSettings.watch(file, OFTEN)) {
            assertThat(settings.mode()).isEqualTo(GuardMode.ON);

            Files.writeString(file, "mode: dry-run\n");

            Awaitility.await().until(() -> settings.mode() == GuardMode.DRY_RUN);
        }
    }

    @Test
    void anEditCounts() throws IOException {
        Path file = Files.writeString(directory.resolve("guard.yaml"), "mode: off\n");
        try (FileGuardSettings settings = FileGuardSettings.watch(file, OFTEN)) {
            assertThat(settings.mode()).isEqualTo(GuardMode.OFF);

            Files.writeString(file, "mode: on\n");

            Awaitility.await().until(() -> settings.mode() == GuardMode.ON);
        }
    }

    @Test
    void aBrokenEditKeepsTheLastGoodStateAndIsLoggedOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("guard.yaml"), "mode: dry-run\n");
        try (CapturedLog log = CapturedLog.of(FileGuardSettings.class);
                FileGuardSettings settings = FileGuardSettings.watch(file, OFTEN)) {
            Files.writeString(file, "# broken\nmode: of\n");
            Awaitility.await().until(() -> log.messages().stream().anyMatch(message -> message.contains("\"of\"")));
            // Later looks at the same bytes: the next edit is seen after many of them.
            Files.writeString(file, "mode: off\n");
            Awaitility.await().until(() -> settings.mode() == GuardMode.OFF);

            assertThat(log.messages())
                    .filteredOn(message -> message.contains("\"of\""))
                    .singleElement()
                    .asString()
                    .contains(file + ":2:7: error: mode: \"of\" (expected: on, dry-run or off)")
                    .endsWith("the guard stays DRY_RUN");
        }
    }

    @Test
    void aFileThatGoesAwayKeepsTheLastGoodState() throws IOException {
        Path file = Files.writeString(directory.resolve("guard.yaml"), "mode: dry-run\n");
        try (CapturedLog log = CapturedLog.of(FileGuardSettings.class);
                FileGuardSettings settings = FileGuardSettings.watch(file, OFTEN)) {
            Files.delete(file);

            Awaitility.await().until(() -> log.messages().stream().anyMatch(message -> message.contains("no file")));
            assertThat(settings.mode()).isEqualTo(GuardMode.DRY_RUN);
        }
    }

    @Test
    void aFileThatIsWrongFromTheStartIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("guard.yaml"), "mod: on\n");

        assertThatThrownBy(() -> GuardSettings.file(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("guard.yaml:1:1: error: unknown key \"mod\" (expected: did you mean \"mode\"?)");
    }
}
