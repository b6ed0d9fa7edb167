package io.spillway.cli;

import io.spillway.controlplane.MeshDirectory;
import io.spillway.controlplane.RenderedConfig;
import io.spillway.controlplane.SidecarNode;
import io.spillway.discovery.Endpoint;
import io.spillway.envoyconfig.CompiledService;
import io.spillway.envoyconfig.ResourceYaml;
import io.spillway.envoyconfig.StaticConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway render}: the Envoy configuration that a contract becomes. */
@Command(
        name = "render",
        description = "Print the Envoy configuration of a service, each resource under the contract line that made it.")
final class RenderCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", description = "Name of the service.")
    private String service = "";

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Directory of contracts (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".");

    @Option(names = "--instance", paramLabel = "NAME", description = "One instance (default: the first).")
    private @Nullable String instance;

    @Option(
            names = "--static",
            description = "One file that Envoy runs by itself, to try with envoy --mode validate -c.")
    private boolean standalone;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        MeshDirectory mesh = Meshes.readWithoutErrors(directory);
        SidecarNode node = node(mesh);
        CompiledService compiled = mesh.services().get(node);
        if (compiled == null) {
            throw new CommandFailure(ExitCode.USAGE, service + " has no instance " + instance + " in " + directory);
        }
        if (standalone) {
            Output.print(spec, StaticConfig.print(compiled).stripTrailing() + "\n");
        } else if (json.isOn()) {
            json.print(
                    spec,
                    RenderedConfig.of(mesh).stream()
                            .filter(config -> config.service().equals(node.service())
                                    && config.address().equals(node.address()))
                            .toList()
                            .getFirst());
        } else {
            Output.print(spec, ResourceYaml.print(compiled.resources()));
        }
        return ExitCode.OK.code();
    }

    private SidecarNode node(MeshDirectory mesh) {
        SortedMap<String, List<Endpoint>> endpoints = mesh.state().endpoints().byService();
        if (!mesh.state().contracts().services().containsKey(service)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "no service \"" + service + "\" in " + directory + " (expected: "
                            + String.join(
                                    ", ", mesh.state().contracts().services().keySet()) + ")");
        }
        return endpoints.getOrDefault(service, List.of()).stream()
                .filter(endpoint -> instance == null || endpoint.instance().equals(instance))
                .findFirst()
                .map(endpoint -> new SidecarNode(service, endpoint.address()))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "service \"" + service + "\" has no "
                                + (instance == null ? "instance" : "instance \"" + instance + "\"")
                                + " in the endpoints (found: "
                                + names(endpoints) + ")"));
    }

    private String names(Map<String, List<Endpoint>> endpoints) {
        return String.join(
                ", ",
                endpoints.getOrDefault(service, List.of()).stream()
                        .map(Endpoint::instance)
                        .toList());
    }
}
