package io.spillway.cli;

import io.spillway.controlplane.ControlPlane;
import io.spillway.controlplane.ControlPlaneConfig;
import io.spillway.xds.XdsTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway control-plane}: watches contracts and configures sidecars and gRPC clients. */
@Command(
        name = "control-plane",
        description = "Watch a directory of contracts and endpoints and deliver it to sidecars and gRPC clients.")
final class ControlPlaneCommand implements Callable<Integer> {
    static final int XDS_PORT = 15_010;
    static final int ADMIN_PORT = 15_011;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "DIR", required = true, description = "Directory of contracts.")
    private Path directory = Path.of(".");

    @Option(
            names = "--xds",
            converter = AddressConverter.class,
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:" + XDS_PORT,
            description = "Where sidecars connect; without TLS a loopback address (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress xds = new InetSocketAddress(InetAddress.getLoopbackAddress(), XDS_PORT);

    @Option(
            names = "--admin",
            converter = AddressConverter.class,
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:" + ADMIN_PORT,
            description = "Where the admin API answers, a loopback address (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress admin = new InetSocketAddress(InetAddress.getLoopbackAddress(), ADMIN_PORT);

    @ArgGroup(exclusive = false, heading = "TLS on the xDS port:%n")
    private @Nullable Tls tls;

    @Mixin
    private final JsonOption json = new JsonOption();

    static final class Tls {
        @Option(names = "--tls-cert", paramLabel = "FILE", required = true, description = "Certificate chain, PEM.")
        private Path certificate = Path.of("");

        @Option(names = "--tls-key", paramLabel = "FILE", required = true, description = "Private key, PKCS#8 PEM.")
        private Path key = Path.of("");

        @Option(
                names = "--tls-client-ca",
                paramLabel = "FILE",
                description = "Clients must show a certificate of this authority (mutual TLS).")
        private @Nullable Path clientAuthority;

        XdsTls files() {
            return clientAuthority == null
                    ? XdsTls.serverOnly(certificate, key)
                    : XdsTls.mutual(certificate, key, clientAuthority);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ControlPlaneConfig config = new ControlPlaneConfig(
                directory, xds, admin, tls == null ? null : tls.files(), Duration.ofMillis(50), Duration.ofMillis(500));
        FreePorts.require(Stream.of(xds, admin));
        try (Closing closing = new Closing()) {
            announce(closing.add(ControlPlane.start(config)));
            // Until a signal; the JVM then closes what was started.
            new CountDownLatch(1).await();
        }
        return ExitCode.OK.code();
    }

    private void announce(ControlPlane controlPlane) {
        String address = controlPlane.xdsAddress().map(AddressText::of).orElse("");
        String adminAddress = AddressText.of(controlPlane.adminAddress());
        if (json.isOn()) {
            json.print(spec, Map.of("xds", address, "admin", adminAddress, "directory", directory.toString()));
            return;
        }
        Output.print(spec, "admin API on http://" + adminAddress + "\n");
        if (address.isEmpty()) {
            Output.print(
                    spec, "nothing is served yet: " + directory + " has errors (spillway check " + directory + ")\n");
        } else {
            Output.print(spec, "serving " + directory + " on " + address + "\n");
        }
    }
}
