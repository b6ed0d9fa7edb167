package io.spillway.grpcserver;

import java.nio.file.Path;
import java.time.Duration;

/** What can change while a guard runs. Asked for every request: implementations answer at once and are thread-safe. */
@FunctionalInterface
public interface GuardSettings {
    /** What holds for the request that is being decided. */
    GuardMode mode();

    /** Settings that never change. */
    static GuardSettings always(GuardMode mode) {
        return () -> mode;
    }

    /**
     * A YAML file that is looked at twice a second, by a daemon thread. Until there is such a file the guard is on.
     *
     * @throws IllegalArgumentException when the file is there and wrong; the message has line, found and expected
     */
    static FileGuardSettings file(Path file) {
        return FileGuardSettings.watch(file, Duration.ofMillis(500));
    }
}
