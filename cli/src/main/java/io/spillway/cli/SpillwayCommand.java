package io.spillway.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: lists the subcommands, each a class of its own, and holds what they share. */
@Command(
        name = "spillway",
        description = "Keeps a fleet of services standing when parts of it fail.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = SpillwayVersion.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        subcommands = {
            DemoCommand.class,
            CheckCommand.class,
            RenderCommand.class,
            DiffCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            DescriptorsCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            ControlPlaneCommand.class,
            SidecarCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class
        })
public final class SpillwayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log on standard error what Spillway does; show stack traces.")
    @SuppressWarnings("UnusedMethod") // called by picocli
    private void setVerbose(boolean verbose) {
        if (verbose) {
            Verbosity.setVerbose();
        }
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, ready to execute. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new SpillwayCommand());
        SeededBenchmarkCommand.addAll(
                Objects.requireNonNull(commandLine.getSubcommands().get(BenchCommand.NAME)));
        commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures());
        Map<String, String> exitCodes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values())
                .forEach(exitCode -> exitCodes.put(Integer.toString(exitCode.code()), exitCode.meaning()));
        commandLine.getCommandSpec().usageMessage().exitCodeList(exitCodes);
        return commandLine;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.code();
    }
}
