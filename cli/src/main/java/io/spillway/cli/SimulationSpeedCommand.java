package io.spillway.cli;

import io.spillway.benchmarks.SimulationSpeed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway bench simulation-speed}. */
@Command(
        name = SimulationSpeed.NAME,
        description = "A million simulated requests, and ten virtual minutes of a graph of 1,000 services.")
final class SimulationSpeedCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final BenchmarkOptions options = new BenchmarkOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        SimulationSpeed benchmark = new SimulationSpeed(
                SimulationSpeed.Config.of(options.seed()), spec.commandLine().getErr()::println);
        return options.finish(spec, benchmark.run());
    }
}
