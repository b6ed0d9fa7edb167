package io.spillway.cli;

import io.spillway.benchmarks.BenchmarkTable;
import io.spillway.benchmarks.EditUnderLoad;
import io.spillway.benchmarks.EditUnderLoadReport;
import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceMesh;
import io.spillway.sidecar.EnvoyBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway bench}: measures on this machine and says whether the targets are met. */
@Command(
        name = "bench",
        description = {
            "Run a benchmark on this machine. Exit code 0 when the run is valid and meets every target.",
            "edit-under-load: edits of contracts and endpoints while requests flow through seven real sidecars."
        })
final class BenchCommand implements Callable<Integer> {
    /** Only one so far. */
    enum Benchmark {
        EDIT_UNDER_LOAD;

        @Override
        public String toString() {
            return EditUnderLoad.NAME;
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Benchmark benchmark;

    @Option(names = "--seed", defaultValue = "1", description = "Decides what is done, and when (default: 1).")
    private long seed;

    @Option(
            names = "--edits",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many edits edit-under-load makes (default: ${DEFAULT-VALUE}).")
    private int edits;

    @Option(
            names = "--address-block",
            paramLabel = "B",
            defaultValue = "201",
            description = "Instances are 127.B.service.instance (default: ${DEFAULT-VALUE}).")
    private int block;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description = "For contracts and logs, kept afterwards (default: a temporary folder, removed).")
    private @Nullable Path workDirectory;

    @Option(names = "--envoy", paramLabel = "FILE", description = "Envoy to run (default: found or installed).")
    private @Nullable Path envoy;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        EnvoyBinary binary = EnvoyBinary.findOrInstall(envoy, spec.commandLine().getErr()::println);
        Path work = workDirectory == null ? Files.createTempDirectory("spillway-bench-") : workDirectory;
        try (Closing closing = new Closing()) {
            if (workDirectory == null) {
                closing.add(() -> Folders.remove(work));
            }
            EditUnderLoadReport report = switch (benchmark) {
                case EDIT_UNDER_LOAD ->
                    new EditUnderLoad(
                                    new EditUnderLoad.Config(
                                            new MarketplaceMesh.Setup(work, new AddressBlock(block), seed, 0, 0),
                                            edits),
                                    binary,
                                    spec.commandLine().getErr()::println)
                            .run();
            };
            if (json.isOn()) {
                json.print(spec, report);
            } else {
                spec.commandLine().getOut().print(BenchmarkTable.of(report));
                spec.commandLine().getOut().flush();
            }
            return report.passed() ? ExitCode.OK.code() : ExitCode.FINDINGS.code();
        }
    }
}
