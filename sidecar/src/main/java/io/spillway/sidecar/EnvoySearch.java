package io.spillway.sidecar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order in which an Envoy is looked for. What the user named must fit or is an error; an {@code envoy} that merely
 * happens to be on the {@code PATH} in another version is passed over, with a line that says so.
 */
final class EnvoySearch {
    static final String VARIABLE = "SPILLWAY_ENVOY";

    /** As in {@code envoy  version: 9e55.../1.40.0/Clean/RELEASE/BoringSSL}. */
    private static final Pattern VERSION = Pattern.compile("version: [0-9a-f]+/([^/]+)/");

    private final Map<String, String> environment;
    private final EnvoyInstaller installer;

    EnvoySearch(Map<String, String> environment, EnvoyInstaller installer) {
        this.environment = environment;
        this.installer = installer;
    }

    EnvoyBinary find(@Nullable Path explicit, Consumer<String> progress) {
        if (explicit != null) {
            return named(explicit, "--envoy");
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) {
            return named(Path.of(variable), VARIABLE);
        }
        Optional<Path> onPath = new SearchPath(environment).find("envoy");
        if (onPath.isPresent()) {
            String version = versionOf(onPath.get()).orElse("of unknown version");
            if (version.startsWith(EnvoyBinary.ACCEPTED_SERIES)) {
                return new EnvoyBinary(onPath.get(), version);
            }
            progress.accept("%s is Envoy %s (expected: %sx); using Envoy %s from the cache instead"
                    .formatted(onPath.get(), version, EnvoyBinary.ACCEPTED_SERIES, EnvoyBinary.PINNED_VERSION));
        }
        return new EnvoyBinary(installer.installed(progress), EnvoyBinary.PINNED_VERSION);
    }

    private static EnvoyBinary named(Path path, String source) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new SidecarException(
                    "%s: %s (expected: an executable Envoy %sx)".formatted(source, path, EnvoyBinary.ACCEPTED_SERIES));
        }
        String version = versionOf(path)
                .orElseThrow(() ->
                        new SidecarException("%s: %s does not answer --version as Envoy does".formatted(source, path)));
        if (!version.startsWith(EnvoyBinary.ACCEPTED_SERIES)) {
            throw new SidecarException(
                    "%s: %s is Envoy %s (expected: %sx)".formatted(source, path, version, EnvoyBinary.ACCEPTED_SERIES));
        }
        return new EnvoyBinary(path.toAbsolutePath(), version);
    }

    private static Optional<String> versionOf(Path envoy) {
        try {
            Process process = new ProcessBuilder(envoy.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(output);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SidecarException("interrupted while asking " + envoy + " for its version", e);
        }
    }
}
