package io.spillway.cli;

import io.spillway.contract.FindingsReport;
import io.spillway.controlplane.MeshDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway check}: all rules over all contracts, endpoints and patches of a directory. */
@Command(
        name = "check",
        description = {
            "Check all contracts, endpoints and patches of a directory together.",
            "Exit code 1 when there is an error. Every rule is explained in docs/rules.md."
        })
final class CheckCommand implements Callable<Integer> {
    private enum Format {
        TEXT,
        JSON,
        SARIF
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory of contracts.")
    private Path directory = Path.of(".");

    @Option(names = "--format", defaultValue = "text", description = "text, json or sarif (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        MeshDirectory mesh = Meshes.read(directory);
        Output.print(
                spec,
                switch (json ? Format.JSON : format) {
                    case TEXT -> FindingsReport.text(mesh.findings());
                    case JSON -> FindingsReport.json(mesh.findings());
                    case SARIF -> FindingsReport.sarif(mesh.findings(), SpillwayVersion.number());
                });
        return mesh.hasErrors() ? ExitCode.FINDINGS.code() : ExitCode.OK.code();
    }
}
