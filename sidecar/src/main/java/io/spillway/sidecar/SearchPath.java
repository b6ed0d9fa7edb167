package io.spillway.sidecar;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks a program up in the folders of {@code PATH}, as a shell does. */
record SearchPath(Map<String, String> environment) {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    Optional<Path> find(String program) {
        return SEPARATOR
                .splitAsStream(environment.getOrDefault("PATH", "/usr/bin:/bin"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
