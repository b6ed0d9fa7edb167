package io.spillway.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.benchmarks.SimulationSpeedRun.Cost;
import io.spillway.benchmarks.SimulationSpeedRun.Load;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How fast virtual time passes: a million requests to one service, and a graph of a thousand services. Each run has a
 * JVM of its own with one processor and 2 GB of heap, so that compiling counts and nothing is warm.
 */
public final class SimulationSpeed {
    /** As on the command line. */
    public static final String NAME = "simulation-speed";

    /**
     * What to run.
     *
     * @param seed of the first run; each further run has the next one
     * @param runs of a million requests each, at least 1
     * @param graphRuns of the graph, at least 1
     */
    public record Config(long seed, int runs, int graphRuns) {
        public Config {
            if (runs < 1 || graphRuns < 1) {
                throw new IllegalArgumentException("runs: " + runs + ", " + graphRuns + " (expected: > 0)");
            }
        }

        /** Five, and one of the graph. */
        public static Config of(long seed) {
            return new Config(seed, 5, 1);
        }
    }

    private final Config config;
    private final Consumer<String> progress;

    /** @param progress hears what is being done */
    public SimulationSpeed(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /** @throws IOException when a JVM cannot be started or fails */
    public SimulationSpeedReport run() throws IOException, InterruptedException {
        Map<Load, List<Cost>> costs = new EnumMap<>(Load.class);
        for (Load load : Load.values()) {
            List<Cost> of = new ArrayList<>();
            int runs = load == Load.GRAPH ? config.graphRuns() : config.runs();
            for (int i = 0; i < runs; i++) {
                progress.accept("run " + (i + 1) + " of " + runs + ": " + load);
                of.add(inItsOwnJvm(load, config.seed() + i));
            }
            costs.put(load, of);
        }
        return SimulationSpeedReport.of(config.seed(), Machine.here("none"), costs);
    }

    private static Cost inItsOwnJvm(Load load, long seed) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SimulationSpeedRun.class.getName(),
                load.name(),
                Long.toString(seed));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException("the JVM of " + load + " ended with " + exit + " (expected: 0)");
            }
            return new ObjectMapper().readValue(out, Cost.class);
        } finally {
            process.destroyForcibly();
        }
    }
}
