package io.spillway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway descriptors}: compiles the .proto beside each contract into the descriptor file that it names. */
@Command(
        name = "descriptors",
        description = {
            "Compile the .proto files beside each service.yaml into the descriptors that it names.",
            "Imports are resolved from DIR; google/protobuf/*.proto and spillway/options.proto come with Spillway.",
            "Uses SPILLWAY_PROTOC, the protoc that came with Spillway, or protoc on the PATH."
        })
final class DescriptorsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory of contracts.")
    private Path directory = Path.of(".");

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        String protoc = protoc();
        List<String> written = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path folder : files.filter(path -> path.endsWith("service.yaml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList()) {
                compile(protoc, folder).map(Path::toString).ifPresent(written::add);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "cannot read " + directory + " (expected: a directory with service.yaml files)");
        }
        if (json.isOn()) {
            json.print(spec, written);
        } else {
            written.forEach(file -> Output.print(spec, file + "\n"));
        }
        return ExitCode.OK.code();
    }

    /** The file that was written; empty for a contract that names none or has no .proto beside it. */
    private Optional<Path> compile(String protoc, Path folder) throws IOException {
        Optional<String> output = descriptors(folder.resolve("service.yaml"));
        List<String> protos = protos(folder);
        if (output.isEmpty() || protos.isEmpty()) {
            return Optional.empty();
        }
        Path target = folder.resolve(output.get());
        // Written beside its place and moved there: a watching control plane never sees half a file.
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        List<String> command = new ArrayList<>(List.of(
                protoc,
                "--include_imports",
                "--include_source_info",
                "-I" + directory,
                "--descriptor_set_out=" + fresh));
        command.addAll(protos);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CommandFailure(ExitCode.FINDINGS, said.strip());
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static List<String> protos(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".proto"))
                    .sorted()
                    .toList();
        }
    }

    /** Only this one key is of interest: a contract with mistakes elsewhere can still be compiled for. */
    private static Optional<String> descriptors(Path contract) throws IOException {
        try (Stream<String> lines = Files.lines(contract)) {
            return lines.filter(line -> line.startsWith("descriptors:"))
                    .map(line -> line.substring("descriptors:".length())
                            .replaceAll("\\s+#.*", "")
                            .replaceAll("[\"']", "")
                            .strip())
                    .findFirst();
        }
    }

    private static String protoc() {
        String chosen = System.getenv("SPILLWAY_PROTOC");
        if (chosen != null) {
            return chosen;
        }
        String bundled = System.getProperty("spillway.protoc", "");
        if (!bundled.isEmpty() && Files.isRegularFile(Path.of(bundled))) {
            Path program = Path.of(bundled);
            // The build copies it as it copies jars.
            if (Files.isExecutable(program) || program.toFile().setExecutable(true)) {
                return bundled;
            }
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, "protoc"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure(
                                ExitCode.ENVIRONMENT,
                                "no protoc (expected: on the PATH, or named by SPILLWAY_PROTOC; apt-get install protobuf-compiler)"));
    }
}
