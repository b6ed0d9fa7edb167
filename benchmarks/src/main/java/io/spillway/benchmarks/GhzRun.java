package io.spillway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.spillway.marketplace.ledger.LedgerServiceGrpc;
import io.spillway.marketplace.ledger.PostRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One run of <a href="https://ghz.sh">ghz</a>, a load generator for gRPC that is not ours, in a process of its own. For
 * one thread, with which the process ends.
 */
final class GhzRun {
    /** Where it comes from. */
    static final String INSTALL = "go install github.com/bojand/ghz/cmd/ghz@latest";

    private static final double NANOS_PER_MILLI = 1e6;

    private final Path program;
    private final Path work;
    private final Path descriptors;

    private GhzRun(Path program, Path work) throws IOException {
        this.program = program;
        this.work = work;
        descriptors = work.resolve("ledger.binpb");
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        addWithImports(PostRequest.getDescriptor().getFile(), new LinkedHashMap<>())
                .values()
                .forEach(file -> set.addFile(file.toProto()));
        Files.write(descriptors, set.build().toByteArray());
    }

    /**
     * @param work a directory for its files
     * @throws IOException when there is no ghz on the path
     */
    static GhzRun in(Path work) throws IOException {
        Path program = onPath("ghz")
                .orElseThrow(() ->
                        new IOException("ghz: not on the PATH (expected: the generator to compare with; install it by "
                                + INSTALL + ")"));
        return new GhzRun(program, work);
    }

    private static Optional<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Map<String, FileDescriptor> addWithImports(FileDescriptor file, Map<String, FileDescriptor> files) {
        file.getDependencies().forEach(imported -> addWithImports(imported, files));
        files.putIfAbsent(file.getFullName(), file);
        return files;
    }

    /** Sends evenly and waits for nobody, like {@code OpenLoopLoad} with constant arrivals. */
    GeneratorSample send(int port, double ratePerSecond, int requests) throws IOException, InterruptedException {
        Path report = work.resolve("report.json");
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", program.toString()));
        command.addAll(List.of("--insecure", "--protoset", descriptors.toString()));
        command.addAll(List.of("--call", LedgerServiceGrpc.getPostMethod().getFullMethodName()));
        command.addAll(List.of("--data", "{\"payment_id\": \"p\"}"));
        command.addAll(List.of("--async", "--rps", String.format(Locale.ROOT, "%.0f", ratePerSecond)));
        command.addAll(List.of("--total", Integer.toString(requests)));
        command.addAll(List.of("--format", "json", "--output", report.toString()));
        command.add("127.0.0.1:" + port);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("ghz.log").toFile())
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("ghz ended with " + code + ": " + Files.readString(work.resolve("ghz.log")));
        }
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        Map<Integer, Double> millis = new HashMap<>();
        json.path("latencyDistribution")
                .forEach(each -> millis.put(
                        each.path("percentage").asInt(), each.path("latency").asLong() / NANOS_PER_MILLI));
        return new GeneratorSample(
                json.path("statusCodeDistribution").path("OK").asLong(),
                json.path("rps").asDouble(),
                millis.getOrDefault(50, 0.0),
                millis.getOrDefault(90, 0.0),
                millis.getOrDefault(99, 0.0));
    }
}
