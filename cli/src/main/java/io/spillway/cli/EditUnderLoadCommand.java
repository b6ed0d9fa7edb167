package io.spillway.cli;

import io.spillway.benchmarks.EditUnderLoad;
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
import picocli.CommandLine.Spec;

/** {@code spillway bench edit-under-load}. */
@Command(
        name = EditUnderLoad.NAME,
        description = "Edits of contracts and endpoints while requests flow through seven real sidecars.")
final class EditUnderLoadCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--edits",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many edits are made (default: ${DEFAULT-VALUE}).")
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
    private final BenchmarkOptions options = new BenchmarkOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        EnvoyBinary binary = EnvoyBinary.findOrInstall(envoy, spec.commandLine().getErr()::println);
        Path work = workDirectory == null ? Files.createTempDirectory("spillway-bench-") : workDirectory;
        try (Closing closing = new Closing()) {
            if (workDirectory == null) {
                closing.add(() -> Folders.remove(work));
            }
            EditUnderLoad benchmark = new EditUnderLoad(
                    new EditUnderLoad.Config(
                            new MarketplaceMesh.Setup(work, new AddressBlock(block), options.seed(), 0, 0), edits),
                    binary,
                    spec.commandLine().getErr()::println);
            return options.finish(spec, benchmark.run());
        }
    }
}
