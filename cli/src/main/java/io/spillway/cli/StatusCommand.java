package io.spillway.cli;

import io.spillway.controlplane.MeshStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway status}: who has what, and who refused what. */
@Command(
        name = "status",
        description =
                "Show what the control plane serves and what each instance has of it, refusals with their origin.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final AdminOption admin = new AdminOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        MeshStatus status = admin.client().status();
        if (json.isOn()) {
            json.print(spec, status);
        } else {
            Output.print(spec, StatusText.of(status));
        }
        boolean refused = status.refused()
                || status.instances().stream()
                        .anyMatch(instance -> !instance.refusals().isEmpty());
        return refused ? ExitCode.FINDINGS.code() : ExitCode.OK.code();
    }
}
