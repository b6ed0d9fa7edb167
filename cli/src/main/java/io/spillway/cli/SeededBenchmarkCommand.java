package io.spillway.cli;

import io.spillway.benchmarks.BenchmarkReport;
import io.spillway.benchmarks.LoadGenerator;
import io.spillway.benchmarks.OverloadGoodput;
import io.spillway.benchmarks.OverloadGuard;
import io.spillway.benchmarks.OverloadHotPath;
import io.spillway.benchmarks.OverloadIsolation;
import io.spillway.benchmarks.OverloadStability;
import io.spillway.benchmarks.SimulationSpeed;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A benchmark that is given nothing but a seed. */
@Command
final class SeededBenchmarkCommand implements Callable<Integer> {
    /** All of them, in the order in which {@code --help} lists them. */
    private static final List<Benchmark> BENCHMARKS = List.of(
            new Benchmark(
                    OverloadHotPath.NAME,
                    "Time and garbage of admitting one call, beside peers that do the same job (JMH; 5 minutes).",
                    (seed, progress) -> new OverloadHotPath(OverloadHotPath.Config.ofSeed(seed), progress).run()),
            new Benchmark(
                    OverloadGoodput.NAME,
                    "What a service still does in time at 0.5 to 10 times its capacity, beside other limits (simulated).",
                    (seed, progress) -> new OverloadGoodput(OverloadGoodput.Config.of(seed), progress).run()),
            new Benchmark(
                    OverloadIsolation.NAME,
                    "What twelve times the unimportant traffic does to the important, to users and to sessions (simulated).",
                    (seed, progress) -> new OverloadIsolation(OverloadIsolation.Config.of(seed), progress).run()),
            new Benchmark(
                    OverloadStability.NAME,
                    "How the limit holds for an hour, follows capacity, and survives a slow dependency (simulated).",
                    (seed, progress) -> new OverloadStability(OverloadStability.Config.of(seed), progress).run()),
            new Benchmark(
                    OverloadGuard.NAME,
                    "A real server of known capacity, its guard off and on, beside its simulation (real sockets).",
                    (seed, progress) -> new OverloadGuard(OverloadGuard.Config.of(seed), progress).run()),
            new Benchmark(
                    SimulationSpeed.NAME,
                    "A million simulated requests, and ten virtual minutes of a graph of 1,000 services.",
                    (seed, progress) -> new SimulationSpeed(SimulationSpeed.Config.of(seed), progress).run()),
            new Benchmark(
                    LoadGenerator.NAME,
                    "Our load generator and ghz, which must be on the PATH, on the same server (real sockets).",
                    (seed, progress) -> new LoadGenerator(LoadGenerator.Config.of(seed), progress).run()));

    private record Benchmark(String name, String description, Run run) {}

    private interface Run {
        BenchmarkReport run(long seed, Consumer<String> progress) throws IOException, InterruptedException;
    }

    private final Benchmark benchmark;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final BenchmarkOptions options = new BenchmarkOptions();

    private SeededBenchmarkCommand(Benchmark benchmark) {
        this.benchmark = benchmark;
    }

    static void addAll(CommandLine bench) {
        for (Benchmark benchmark : BENCHMARKS) {
            CommandLine command = new CommandLine(new SeededBenchmarkCommand(benchmark));
            command.getCommandSpec().usageMessage().description(benchmark.description());
            bench.addSubcommand(benchmark.name(), command);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.finish(
                spec, benchmark.run().run(options.seed(), spec.commandLine().getErr()::println));
    }
}
