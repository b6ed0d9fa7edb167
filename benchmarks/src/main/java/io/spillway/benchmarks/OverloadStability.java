package io.spillway.benchmarks;

import io.spillway.benchmarks.StabilityRun.Scenario;
import io.spillway.simulation.Arrivals;
import io.spillway.simulation.ClientSpec;
import io.spillway.simulation.ServiceSpec;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether a limit stays where it belongs at steady load for an hour, and follows what changes. In virtual time: the same
 * seed gives the same figures on every machine.
 */
public final class OverloadStability {
    /** As on the command line. */
    public static final String NAME = "overload-stability";

    static final double HOUR_LOAD = 0.8;

    private final Config config;
    private final Consumer<String> progress;

    /**
     * @param seeds over which changes are averaged, from {@code seed}
     * @param steady how long the steady load lasts
     */
    public record Config(long seed, int seeds, Duration steady) {
        /** @throws IllegalArgumentException unless {@code seeds} is from 1 to 1,000 and {@code steady} 10 s to a day */
        public Config {
            if (seeds < 1 || seeds > 1_000) {
                throw new IllegalArgumentException("seeds: " + seeds + " (expected: 1 to 1000)");
            }
            if (steady.compareTo(Duration.ofSeconds(10)) < 0 || steady.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("steady: " + steady + " (expected: PT10S to PT24H)");
            }
        }

        /** Ten seeds, one hour. */
        public static Config of(long seed) {
            return new Config(seed, 10, Duration.ofHours(1));
        }
    }

    /** The greatest limit at steady load. */
    record Steady(OverloadArm arm, ServiceShape shape, double mostLimit) {}

    /** How an arm followed a change. */
    record Change(OverloadArm arm, ServiceShape shape, Scenario scenario, StabilityRun run) {}

    public OverloadStability(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /** Takes about four minutes of one core. */
    public OverloadStabilityReport run() {
        List<Steady> steady = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (OverloadArm arm : OverloadArm.values()) {
            progress.accept(arm.label());
            for (ServiceShape shape : ServiceShape.values()) {
                if (arm != OverloadArm.NONE) {
                    steady.add(new Steady(arm, shape, mostLimit(arm, shape)));
                }
                changes.add(change(arm, shape, Scenario.WORKERS_HALVED));
                changes.add(change(arm, shape, Scenario.WORK_DOUBLED));
            }
            changes.add(change(arm, ServiceShape.EXPONENTIAL, Scenario.BLOCKING_DEPENDENCY));
            changes.add(change(arm, ServiceShape.EXPONENTIAL, Scenario.ASYNC_DEPENDENCY));
        }
        return OverloadStabilityReport.of(config.seed(), Machine.here("not used"), steady, changes);
    }

    private Change change(OverloadArm arm, ServiceShape shape, Scenario scenario) {
        return new Change(arm, shape, scenario, StabilityRun.of(scenario, shape, arm, config.seed(), config.seeds()));
    }

    private double mostLimit(OverloadArm arm, ServiceShape shape) {
        ServiceSpec service = ServiceSpec.of("service", shape.time())
                .sized(1, ServiceShape.WORKERS, ServiceSpec.UNLIMITED)
                .with(arm.maker());
        ClientSpec client = ClientSpec.of("callers", "service", Arrivals.poisson(HOUR_LOAD * shape.capacity()));
        return new SimulationRun(Topology.of(NAME, config.steady(), List.of(client), List.of(service)), config.seed())
                .run()
                .service("service")
                .timeline()
                .most("limit");
    }
}
