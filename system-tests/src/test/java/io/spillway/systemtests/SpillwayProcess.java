package io.spillway.systemtests;

import io.spillway.cli.SpillwayCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command {@code spillway} as a process of its own; its output goes to files. Thread-safe. */
final class SpillwayProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private SpillwayProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param output a folder for what the process prints */
    static SpillwayProcess start(Path output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                // A build in the background inherits SIGINT as ignored, and a JVM leaves an ignored signal ignored:
                // Ctrl-C is tested as a terminal gives it.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Starts sooner; the machine also runs everything that is tested.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SpillwayCommand.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(output);
            Path out = Files.createTempFile(output, "spillway-", ".out");
            Path err = Files.createTempFile(output, "spillway-", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("SPILLWAY_ENVOY", TestMesh.ENVOY.path().toString());
            return new SpillwayProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Envoys that run with a configuration inside {@code folder}. */
    static List<ProcessHandle> envoysIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> arguments(process).anyMatch(argument -> argument.startsWith(folder.toString())))
                .filter(process -> arguments(process).anyMatch("--config-path"::equals))
                .toList();
    }

    /** From /proc: {@link ProcessHandle.Info} leaves the arguments of long command lines out. */
    private static Stream<String> arguments(ProcessHandle process) {
        try {
            return Stream.of(Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1));
        } catch (IOException e) {
            // It ended meanwhile.
            return Stream.empty();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        exitCodeWithin(Duration.ofSeconds(10));
    }

    /** Ctrl-C. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end. */
    int exitCodeWithin(Duration time) {
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still running after " + time + "\n" + out() + err());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
