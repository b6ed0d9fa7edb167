package io.spillway.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Where a control plane answers. */
final class AdminOption {
    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:" + ControlPlaneCommand.ADMIN_PORT,
            description = "Admin API of the control plane (default: ${DEFAULT-VALUE}).")
    private URI uri = URI.create("http://127.0.0.1:" + ControlPlaneCommand.ADMIN_PORT);

    AdminClient client() {
        return new AdminClient(uri);
    }
}
