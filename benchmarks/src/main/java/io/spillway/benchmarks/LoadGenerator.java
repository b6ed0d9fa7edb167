package io.spillway.benchmarks;

import io.spillway.grpcserver.GuardMode;
import io.spillway.incidentlab.Arrivals;
import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Does our load generator measure what others do? The same server, the same constant rate, the same number of requests,
 * sent by {@link OpenLoopLoad} and by ghz in turn. The server draws the same service times in every run. Started once,
 * by one thread.
 */
public final class LoadGenerator {
    /** As on the command line. */
    public static final String NAME = "load-generator";

    private static final int WORKERS = 8;
    private static final Duration MEAN_WORK = Duration.ofMillis(40);
    private static final double RATE = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Config config;
    private final Consumer<String> progress;

    /**
     * What to do.
     *
     * @param seed of the service times
     * @param requests of each run: 100 to 1,000,000
     * @param repeats 1 to 100
     */
    public record Config(long seed, int requests, int repeats) {
        public Config {
            if (requests < 100 || requests > 1_000_000) {
                throw new IllegalArgumentException("requests: " + requests + " (expected: 100 to 1,000,000)");
            }
            if (repeats < 1 || repeats > 100) {
                throw new IllegalArgumentException("repeats: " + repeats + " (expected: 1 to 100)");
            }
        }

        /** Five runs of 20 s each: about four minutes. */
        public static Config of(long seed) {
            return new Config(seed, 2_000, 5);
        }
    }

    /** @param progress is given a line now and then */
    public LoadGenerator(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /** @throws IOException when there is no ghz on the path */
    public LoadGeneratorReport run() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("spillway-load-generator");
        try {
            GhzRun ghz = GhzRun.in(work);
            progress.accept(NAME + ": warming up ...");
            ours(config.requests() / 10);
            List<GeneratorSample> ours = new ArrayList<>();
            List<GeneratorSample> theirs = new ArrayList<>();
            boolean late = false;
            for (int repeat = 1; repeat <= config.repeats(); repeat++) {
                LoadReport load = ours(config.requests());
                late |= load.saturated();
                ours.add(sample(load));
                try (GuardedService service = service()) {
                    theirs.add(ghz.send(service.port(), RATE, config.requests()));
                }
                progress.accept(String.format(
                        Locale.ROOT,
                        "%d of %d: p50 %.1f and %.1f ms, p99 %.1f and %.1f ms",
                        repeat,
                        config.repeats(),
                        ours.getLast().p50Millis(),
                        theirs.getLast().p50Millis(),
                        ours.getLast().p99Millis(),
                        theirs.getLast().p99Millis()));
            }
            return LoadGeneratorReport.of(config.seed(), Machine.here("not used"), ours, theirs, late);
        } finally {
            delete(work);
        }
    }

    private GuardedService service() {
        return GuardedService.start(GuardMode.OFF, WORKERS, MEAN_WORK, config.seed());
    }

    private LoadReport ours(int requests) {
        LoadConfig load = LoadConfig.of(RATE, config.seed())
                .withArrivals(Arrivals.CONSTANT)
                .withLength(Duration.ofNanos((long) (requests * 1e9 / RATE)))
                .withKeptFailures(0);
        try (GuardedService service = service();
                GuardedCalls calls = new GuardedCalls(service.port(), DEADLINE, 1);
                OpenLoopLoad run = OpenLoopLoad.start(load, calls)) {
            return run.finished().toCompletableFuture().join();
        }
    }

    private static GeneratorSample sample(LoadReport load) {
        return new GeneratorSample(
                load.succeeded(),
                load.scheduled() * 1_000 / load.lengthMillis(),
                load.successLatency().p50Millis(),
                load.successLatency().p90Millis(),
                load.successLatency().p99Millis());
    }

    private static void delete(Path work) throws IOException {
        try (var files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }
}
