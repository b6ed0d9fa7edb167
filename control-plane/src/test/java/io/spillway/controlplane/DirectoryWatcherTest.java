package io.spillway.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatcherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final AtomicInteger reports = new AtomicInteger();
    private @Nullable DirectoryWatcher watcher;

    @TempDir
    private Path directory;

    @BeforeEach
    void startWithOneFile() throws IOException {
        Files.createDirectories(directory.resolve("payments"));
        Files.writeString(directory.resolve("payments/service.yaml"), "service: payments");
    }

    @AfterEach
    void close() {
        if (watcher != null) {
            watcher.close();
        }
    }

    @Test
    void aSaveByRenameIsReportedOnce() throws IOException {
        watch(QUIET, LONGEST);

        save("payments/service.yaml", "service: payments # edited");

        assertReports(1);
    }

    @Test
    void anEditInPlaceIsReported() throws IOException {
        watch(QUIET, LONGEST);

        Files.writeString(directory.resolve("payments/service.yaml"), "# more", StandardOpenOption.APPEND);

        assertReports(1);
    }

    @Test
    void aFileWrittenInPiecesIsOneChangeOnceItIsQuiet() throws IOException {
        // So quiet that no pause of this machine between two pieces is long enough.
        watch(Duration.ofMillis(1_500), Duration.ofMinutes(1));

        Path file = directory.resolve("payments/service.yaml");
        for (int piece = 0; piece < 20; piece++) {
            Files.writeString(file, "# piece " + piece + "\n", StandardOpenOption.APPEND);
        }

        assertReports(1);
    }

    @Test
    void aStreamOfSavesIsReportedAllTheSame() throws IOException {
        // Hardly ever quiet that long: it is the longest time that ends it.
        watch(Duration.ofMillis(290), Duration.ofMillis(300));

        long end = System.nanoTime() + PATIENCE.toNanos();
        int saves = 0;
        while (reports.get() < 3 && System.nanoTime() < end) {
            saves++;
            save("payments/service.yaml", "# save " + saves);
        }

        assertThat(reports.get()).isGreaterThanOrEqualTo(3);
        assertThat(saves).isGreaterThan(3);
    }

    @Test
    void aSwapOfTheLinkThatKubernetesMakesIsReported() throws IOException {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        version(mount, "..2026_01", "service: menu");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(mount.resolve("service.yaml"), Path.of("..data/service.yaml"));
        watch(QUIET, LONGEST);

        version(mount, "..2026_02", "service: menu");
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_02"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        awaitReports(1);
        assertThat(Files.readString(mount.resolve("service.yaml"))).isEqualTo("service: menu");
    }

    @Test
    void aDirectoryThatAppearsLaterIsWatched() throws IOException {
        watch(QUIET, LONGEST);

        save("menu/service.yaml", "service: menu");
        awaitReports(1);
        save("menu/service.yaml", "service: menu # edited");
        awaitReports(2);
    }

    @Test
    void aDeletionIsReported() throws IOException {
        watch(QUIET, LONGEST);

        Files.delete(directory.resolve("payments/service.yaml"));
        Files.delete(directory.resolve("payments"));

        assertReports(1);
    }

    @Test
    void aDirectoryThatGoesAndComesBackIsWatchedAgain() throws IOException {
        watch(QUIET, LONGEST);
        Files.delete(directory.resolve("payments/service.yaml"));
        Files.delete(directory.resolve("payments"));
        awaitReports(1);

        save("payments/service.yaml", "service: payments");
        awaitReports(2);
        save("payments/service.yaml", "service: payments # edited");
        awaitReports(3);
    }

    @Test
    void whatIsNoChangeIsNotReported() throws IOException {
        watch(QUIET, LONGEST);

        Files.createDirectories(directory.resolve("empty"));
        Files.readString(directory.resolve("payments/service.yaml"));
        Files.createDirectories(directory.resolve(".git/objects"));
        Files.writeString(directory.resolve(".git/objects/aa"), "not looked at");

        // Two looks without an event are enough to see it.
        await().during(Duration.ofMillis(2_500)).atMost(PATIENCE).until(() -> reports.get() == 0);
    }

    @Test
    void aLoopOfLinksHidesNothing() throws IOException {
        Files.createSymbolicLink(directory.resolve("loop"), directory);
        Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("missing"));
        watch(QUIET, LONGEST);

        save("payments/service.yaml", "service: payments # edited");

        assertReports(1);
    }

    @Test
    void aLookThatThrowsEndsNothing() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        watcher = DirectoryWatcher.start(
                directory,
                new DirectoryWatcher.Debounce(QUIET, LONGEST),
                () -> {
                    int look = looks.incrementAndGet();
                    if (look == 2) {
                        throw new IllegalStateException("cannot look");
                    }
                    return new DirectoryLook(Map.of(Path.of("file"), Map.of("size", look > 2 ? 1 : 0)), Set.of());
                },
                reports::incrementAndGet);

        awaitReports(1);
    }

    @Test
    void aListenerThatThrowsIsToldOfTheNextChange() throws IOException {
        watcher = DirectoryWatcher.start(directory, new DirectoryWatcher.Debounce(QUIET, LONGEST), () -> {
            if (reports.incrementAndGet() == 1) {
                throw new IllegalStateException("cannot listen");
            }
        });

        save("payments/service.yaml", "service: payments # first");
        awaitReports(1);
        save("payments/service.yaml", "service: payments # second");
        awaitReports(2);
    }

    @Test
    void nothingIsReportedAfterTheEnd() throws IOException {
        watch(QUIET, LONGEST);
        watcher().close();
        watcher().close();

        save("payments/service.yaml", "service: payments # edited");

        await().during(Duration.ofMillis(1_500)).atMost(PATIENCE).until(() -> reports.get() == 0);
    }

    private void watch(Duration quiet, Duration longest) throws IOException {
        watcher = DirectoryWatcher.start(
                directory, new DirectoryWatcher.Debounce(quiet, longest), reports::incrementAndGet);
    }

    private DirectoryWatcher watcher() {
        return java.util.Objects.requireNonNull(watcher);
    }

    private void awaitReports(int number) {
        await().atMost(PATIENCE).until(() -> reports.get() >= number);
    }

    /** Reached, and not passed in the second that a late look would take. */
    private void assertReports(int number) {
        awaitReports(number);
        await().during(Duration.ofMillis(1_200)).atMost(PATIENCE).until(() -> reports.get() == number);
    }

    private static void version(Path mount, String name, String content) throws IOException {
        Files.writeString(Files.createDirectory(mount.resolve(name)).resolve("service.yaml"), content);
    }

    private void save(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Path fresh = Files.writeString(directory.resolve(".fresh"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
