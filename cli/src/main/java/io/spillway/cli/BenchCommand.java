package io.spillway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spillway bench}: measures on this machine and says whether the targets are met; a subcommand each. */
@Command(
        name = BenchCommand.NAME,
        description = "Run a benchmark on this machine. Exit code 0 when the run is valid and meets every target.",
        synopsisSubcommandLabel = "NAME",
        commandListHeading = "%nBenchmarks:%n",
        subcommands = EditUnderLoadCommand.class)
final class BenchCommand implements Callable<Integer> {
    static final String NAME = "bench";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "no benchmark named (expected: one of "
                        + String.join(", ", spec.subcommands().keySet()) + ")");
    }
}
