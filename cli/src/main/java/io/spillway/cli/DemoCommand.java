package io.spillway.cli;

import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceMesh;
import io.spillway.marketplace.MarketplaceTraffic;
import io.spillway.sidecar.EnvoyBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway demo}: the marketplace behind real sidecars, under load, on this machine. */
@Command(
        name = "demo",
        description = {
            "Run the marketplace: six services, seven real Envoy sidecars, a control plane and steady load.",
            "Edit a contract while it runs and see it delivered. Ctrl-C ends everything."
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End by itself after this time of load, such as 30s or 5m (default: never).")
    private @Nullable Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests a second to the front (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--seed", defaultValue = "1", description = "Decides load and latencies (default: 1).")
    private long seed;

    @Option(
            names = "--address-block",
            paramLabel = "B",
            defaultValue = "1",
            description = "Instances are 127.B.service.instance; a second demo needs another (default: 1).")
    private int block;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description = "For contracts and logs, kept afterwards (default: a temporary folder, removed).")
    private @Nullable Path workDirectory;

    @Option(names = "--xds-port", defaultValue = "" + ControlPlaneCommand.XDS_PORT, description = "0: any free one.")
    private int xdsPort;

    @Option(names = "--admin-port", defaultValue = "" + ControlPlaneCommand.ADMIN_PORT, description = "0: any.")
    private int adminPort;

    @Option(names = "--envoy", paramLabel = "FILE", description = "Envoy to run (default: found or installed).")
    private @Nullable Path envoy;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        AddressBlock addresses = new AddressBlock(block);
        FreePorts.require(Stream.concat(
                Stream.of(xdsPort, adminPort)
                        .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                FreePorts.ofMarketplace(addresses)));
        EnvoyBinary binary = EnvoyBinary.findOrInstall(envoy, spec.commandLine().getErr()::println);
        Path work = workDirectory == null ? Files.createTempDirectory("spillway-demo-") : workDirectory;
        try (Closing closing = new Closing()) {
            if (workDirectory == null) {
                closing.add(() -> Folders.remove(work));
            }
            spec.commandLine().getErr().println("starting 6 services behind 7 sidecars ...");
            MarketplaceMesh mesh = closing.add(MarketplaceMesh.start(
                    new MarketplaceMesh.Setup(work, addresses, seed, xdsPort, adminPort),
                    binary,
                    (sidecar, state, reason) -> {}));
            mesh.warmUp(WARM_UP);
            MarketplaceTraffic traffic = closing.add(new MarketplaceTraffic(mesh.front()));
            OpenLoopLoad load = closing.add(
                    OpenLoopLoad.start(LoadConfig.of(rate, seed).withDrain(Duration.ofSeconds(2)), traffic));
            DemoView view = json.isOn()
                    ? DemoView.silent()
                    : DemoView.on(mesh, spec.commandLine().getOut());
            return watch(load, view, closing);
        }
    }

    private int watch(OpenLoopLoad load, DemoView view, Closing closing) throws InterruptedException {
        long start = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        view.begin();
        while (!closing.isClosed() && (duration == null || System.nanoTime() - start < duration.toNanos())) {
            long left =
                    duration == null ? Long.MAX_VALUE : Math.max(0, duration.toNanos() - (System.nanoTime() - start));
            never.await(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            if (!closing.isClosed()) {
                view.show(load.interval());
            }
        }
        if (closing.isClosed()) {
            return ExitCode.INTERRUPTED.code();
        }
        LoadReport report = load.stop();
        if (json.isOn()) {
            json.print(spec, report);
        } else {
            view.end(report);
        }
        return report.failed() == 0 && report.notSent() == 0 ? ExitCode.OK.code() : ExitCode.FINDINGS.code();
    }
}
