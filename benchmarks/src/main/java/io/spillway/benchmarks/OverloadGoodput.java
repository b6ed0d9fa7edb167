package io.spillway.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much of what a service can do is answered in time under load from half to ten times its capacity, by what stands in
 * front of it. In virtual time: the same seed gives the same figures on every machine.
 */
public final class OverloadGoodput {
    /** As on the command line. */
    public static final String NAME = "overload-goodput";

    static final List<Double> LOADS = List.of(0.5, 0.9, 1.1, 1.5, 2.0, 4.0, 10.0);

    private final Config config;
    private final Consumer<String> progress;

    /** @param seeds how many runs of each cell, with the seeds from {@code seed} */
    public record Config(long seed, int seeds) {
        /** @throws IllegalArgumentException unless {@code seeds} is from 1 to 1,000 */
        public Config {
            if (seeds < 1 || seeds > 1_000) {
                throw new IllegalArgumentException("seeds: " + seeds + " (expected: 1 to 1000)");
            }
        }

        /** Five seeds. */
        public static Config of(long seed) {
            return new Config(seed, 5);
        }
    }

    /** One arm, shape and load, with a run of each seed. */
    record Cell(OverloadArm arm, ServiceShape shape, double load, List<GoodputRun> runs) {}

    public OverloadGoodput(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /** Takes about two minutes of one core. */
    public OverloadGoodputReport run() {
        List<Cell> cells = new ArrayList<>();
        for (ServiceShape shape : ServiceShape.values()) {
            for (double load : LOADS) {
                progress.accept(shape.label() + ", load " + load);
                for (OverloadArm arm : OverloadArm.values()) {
                    cells.add(cell(arm, shape, load));
                }
            }
        }
        return OverloadGoodputReport.of(config.seed(), Machine.here("not used"), cells);
    }

    private Cell cell(OverloadArm arm, ServiceShape shape, double load) {
        List<GoodputRun> runs = new ArrayList<>();
        for (long seed = config.seed(); seed < config.seed() + config.seeds(); seed++) {
            runs.add(GoodputRun.of(arm, shape, load, seed));
        }
        return new Cell(arm, shape, load, List.copyOf(runs));
    }
}
