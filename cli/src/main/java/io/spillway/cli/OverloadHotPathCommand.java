package io.spillway.cli;

import io.spillway.benchmarks.OverloadHotPath;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway bench overload-hotpath}. */
@Command(
        name = OverloadHotPath.NAME,
        description = "Time and garbage of admitting one call, beside peers that do the same job (JMH, 5 minutes).")
final class OverloadHotPathCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final BenchmarkOptions options = new BenchmarkOptions();

    @Override
    public Integer call() throws InterruptedException {
        OverloadHotPath benchmark = new OverloadHotPath(
                OverloadHotPath.Config.ofSeed(options.seed()), spec.commandLine().getErr()::println);
        return options.finish(spec, benchmark.run());
    }
}
