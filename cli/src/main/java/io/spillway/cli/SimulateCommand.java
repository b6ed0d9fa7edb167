package io.spillway.cli;

import io.spillway.contract.FindingsReport;
import io.spillway.simulation.Report;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Topology;
import io.spillway.simulation.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway simulate}: runs a topology in virtual time. */
@Command(
        name = "simulate",
        description = {
            "Run services, load and faults of a file in virtual time, and report what came back in time.",
            "The same seed gives the same bytes. Every key of the file is explained in docs/simulation.md."
        })
final class SimulateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The topology, a YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What all random numbers follow from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print JSON with all measurements over time, for scripts.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page with charts, which needs nothing else.")
    private @Nullable Path html;

    @Override
    public Integer call() throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.USAGE, file + " is a directory (expected: a topology, a YAML file)");
        }
        TopologyFile.Result result = TopologyFile.read(file);
        Topology topology = result.topology()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, FindingsReport.text(result.findings())));
        Report report = new SimulationRun(topology, seed).run();
        if (html != null) {
            Files.writeString(html, report.html());
        }
        Output.print(spec, json ? report.json() : report.text());
        return ExitCode.OK.code();
    }
}
