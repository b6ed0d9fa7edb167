package io.spillway.benchmarks;

import io.spillway.benchmarks.IsolationRun.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether important calls notice that unimportant ones are many, and whether sessions of many calls complete under
 * overload. In virtual time: the same seed gives the same figures on every machine.
 */
public final class OverloadIsolation {
    /** As on the command line. */
    public static final String NAME = "overload-isolation";

    private final Config config;
    private final Consumer<String> progress;

    /** @param seeds how many runs of each arm, with the seeds from {@code seed} */
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

    /** One arm with a run of each seed. */
    record Cell(OverloadArm arm, Users users, List<IsolationRun> runs) {}

    public OverloadIsolation(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /** Takes about a minute of one core. */
    public OverloadIsolationReport run() {
        List<Cell> cells = new ArrayList<>();
        for (OverloadArm arm : OverloadArm.values()) {
            progress.accept(arm.label());
            cells.add(cell(arm, Users.KNOWN));
        }
        cells.add(cell(OverloadArm.SPILLWAY, Users.UNKNOWN));
        return OverloadIsolationReport.of(config.seed(), Machine.here("not used"), cells);
    }

    private Cell cell(OverloadArm arm, Users users) {
        List<IsolationRun> runs = new ArrayList<>();
        for (long seed = config.seed(); seed < config.seed() + config.seeds(); seed++) {
            runs.add(IsolationRun.of(arm, users, seed));
        }
        return new Cell(arm, users, List.copyOf(runs));
    }
}
