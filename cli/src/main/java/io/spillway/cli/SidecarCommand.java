package io.spillway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.sidecar.ControlPlaneAddress;
import io.spillway.sidecar.EnvoyBinary;
import io.spillway.sidecar.Sidecar;
import io.spillway.sidecar.SidecarConfig;
import io.spillway.sidecar.SidecarState;
import io.spillway.sidecar.TlsFiles;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway sidecar}: one Envoy beside one instance, until it is told to end. */
@Command(
        name = "sidecar",
        sortOptions = false,
        description = {
            "Run one Envoy beside one instance of a service.",
            "Finds or installs Envoy, points it at the control plane, starts it again when it dies and drains it on"
                    + " SIGTERM or Ctrl-C. Durations: 500ms, 30s, 2m."
        })
final class SidecarCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--service", required = true, description = "Name of the service, as in its contract.")
    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    private String service;

    @Option(names = "--instance", required = true, description = "Name of this instance, unique in the mesh.")
    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    private String instance;

    @Option(
            names = "--address",
            required = true,
            paramLabel = "IP",
            description = "IP address of this instance; the admin interface listens on it.")
    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    private String address;

    @Option(
            names = "--control-plane",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where the control plane serves xDS.")
    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    private String controlPlane;

    @Option(names = "--zone", defaultValue = "", description = "Zone of this instance (default: none).")
    private String zone = "";

    @Option(names = "--tls-ca", paramLabel = "FILE", description = "Authorities for the control plane's certificate.")
    private @Nullable Path tlsCa;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "This sidecar's certificate, for mutual TLS.")
    private @Nullable Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of --tls-cert.")
    private @Nullable Path tlsKey;

    @Option(
            names = "--envoy",
            paramLabel = "FILE",
            description = "Envoy to run (default: $SPILLWAY_ENVOY, envoy on the PATH, else installed on first use).")
    private @Nullable Path envoy;

    @Option(names = "--admin-port", defaultValue = "15000", description = "Envoy's admin port (default: 15000).")
    private int adminPort;

    @Option(names = "--concurrency", defaultValue = "1", description = "Envoy worker threads (default: 1).")
    private int concurrency;

    @Option(names = "--memory-mib", defaultValue = "256", description = "Heap at which it sheds load (default: 256).")
    private long memoryMib;

    @Option(
            names = "--max-connections",
            defaultValue = "10000",
            description = "Downstream connections it accepts (default: 10000).")
    private int maxConnections;

    @Option(
            names = "--ready-timeout",
            defaultValue = "30s",
            converter = DurationConverter.class,
            paramLabel = "DURATION",
            description = "Give up when it is not ready by then (default: 30s).")
    private Duration readyTimeout = Duration.ZERO;

    @Option(
            names = "--drain-timeout",
            defaultValue = "10s",
            converter = DurationConverter.class,
            paramLabel = "DURATION",
            description = "What requests in flight get to finish (default: 10s).")
    private Duration drainTimeout = Duration.ZERO;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description =
                    "For the bootstrap and the logs (default: ~/.local/state/spillway/sidecars/SERVICE/INSTANCE).")
    private @Nullable Path workDirectory;

    @Option(names = "--log-level", defaultValue = "info", description = "Envoy's log level (default: info).")
    private String logLevel = "info";

    @Option(names = "--json", description = "Print each change of state as one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        SidecarConfig config = config();
        EnvoyBinary binary = EnvoyBinary.findOrInstall(envoy, this::progress);
        CompletableFuture<SidecarState> end = new CompletableFuture<>();
        Sidecar sidecar = Sidecar.start(config, binary, (changed, state, reason) -> {
            print(changed, state, reason);
            if (state.isFinal()) {
                end.complete(state);
            }
        });
        Thread drain = Thread.ofPlatform().name("drain").unstarted(sidecar::close);
        Runtime.getRuntime().addShutdownHook(drain);
        try (sidecar) {
            sidecar.awaitReady();
            return end.join() == SidecarState.STOPPED ? ExitCode.OK.code() : ExitCode.ENVIRONMENT.code();
        }
    }

    private SidecarConfig config() {
        TlsFiles tls = null;
        if (tlsCa != null) {
            tls = TlsFiles.of(tlsCa, Optional.ofNullable(tlsCert), Optional.ofNullable(tlsKey));
        } else if (tlsCert != null || tlsKey != null) {
            throw new CommandFailure(ExitCode.USAGE, "--tls-cert and --tls-key need --tls-ca");
        }
        Path folder = workDirectory == null ? SidecarConfig.defaultWorkDirectory(service, instance) : workDirectory;
        return SidecarConfig.builder(
                        service,
                        instance,
                        InetAddress.ofLiteral(address),
                        ControlPlaneAddress.parse(controlPlane, tls),
                        folder)
                .zone(zone)
                .adminPort(adminPort)
                .concurrency(concurrency)
                .memoryBytes(memoryMib << 20)
                .maxConnections(maxConnections)
                .readyTimeout(readyTimeout)
                .drainTimeout(drainTimeout)
                .logLevel(logLevel)
                .build();
    }

    private void progress(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private void print(Sidecar sidecar, SidecarState state, String reason) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(line(sidecar, state, reason));
        } else {
            out.printf("%s %s: %s%n", instance, state, reason);
        }
        out.flush();
    }

    private String line(Sidecar sidecar, SidecarState state, String reason) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", Instant.now().toString());
        fields.put("service", service);
        fields.put("instance", instance);
        fields.put("state", state.name());
        sidecar.pid().ifPresent(pid -> fields.put("pid", pid));
        sidecar.admin()
                .ifPresent(admin -> fields.put(
                        "admin",
                        admin.address().getHostString() + ":" + admin.address().getPort()));
        fields.put("restarts", sidecar.restarts());
        fields.put("reason", reason);
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers are always JSON", e);
        }
    }
}
