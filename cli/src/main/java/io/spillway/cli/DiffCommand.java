package io.spillway.cli;

import io.spillway.controlplane.RenderedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway diff}: what a change of contracts would change in Envoy, for whom, and why. */
@Command(
        name = "diff",
        description = {
            "Show which Envoy resources differ, for which sidecars, and which contract line made them.",
            "Compares two directories, or what a running control plane serves with one directory."
        })
final class DiffCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..2",
            paramLabel = "DIR",
            description = "Before and after; with one, before is what the control plane serves.")
    private List<Path> directories = List.of();

    @Mixin
    private final AdminOption admin = new AdminOption();

    @Option(names = "--names-only", description = "Leave out the lines that differ.")
    private boolean namesOnly;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        @Nullable Path first = directories.size() == 2 ? directories.getFirst() : null;
        List<RenderedConfig> before =
                first == null ? admin.client().config() : RenderedConfig.of(Meshes.readWithoutErrors(first));
        List<RenderedConfig> after = RenderedConfig.of(Meshes.readWithoutErrors(directories.getLast()));
        List<ConfigDiff.Change> changes = ConfigDiff.between(before, after);
        if (json.isOn()) {
            json.print(spec, changes);
        } else {
            Output.print(spec, namesOnly ? ConfigDiff.names(changes) : ConfigDiff.text(changes));
        }
        return ExitCode.OK.code();
    }
}
