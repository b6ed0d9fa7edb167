package io.spillway.grpcserver;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The settings of guards that were given none: one file for the whole process. */
final class DefaultSettings {
    /** Names the file. */
    static final String VARIABLE = "SPILLWAY_GUARD_SETTINGS";

    private static final String FILE = "guard.yaml";
    private static final Map<Path, FileGuardSettings> FILES = new ConcurrentHashMap<>();

    private DefaultSettings() {}

    static GuardSettings get() {
        return FILES.computeIfAbsent(Path.of(System.getenv().getOrDefault(VARIABLE, FILE)), GuardSettings::file);
    }
}
