package io.spillway.controlplane;

import io.spillway.contract.Finding;
import io.spillway.envoyconfig.MeshState;
import io.spillway.xds.DeliveryLedger;
import io.spillway.xds.XdsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running control plane.
 *
 * <p>One thread, {@code spillway-config}, owns the mesh: it reads the directory when the watcher says so, compiles,
 * and publishes what has no error. Everybody else sees {@link #current()}, an immutable value. A directory that has
 * errors from the start serves nobody until they are mended: sidecars that run already keep what they have.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);

    private final ControlPlaneConfig config;
    private final ExecutorService configThread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spillway-config").factory());
    private final MeshCompiler compiler = new MeshCompiler();
    private final Publication publication = new Publication();
    private final Nodes nodes = new Nodes(this::servedState, this::demandChanged);
    private final XdsServer xds;
    private final AdminServer admin;
    private final DirectoryWatcher watcher;
    private volatile Current current = new Current(Optional.empty(), 0, Instant.EPOCH, List.of(), Instant.EPOCH);
    private volatile boolean closing;

    /**
     * What is served, and what the directory said last.
     *
     * @param served the last state without errors; empty until there was one
     * @param generation how many states were published
     * @param servedSince when {@code served} was published
     * @param findings of the latest reading, which are errors when {@code served} is older than it
     * @param readAt when the directory was read last
     */
    public record Current(
            Optional<MeshDirectory> served,
            long generation,
            Instant servedSince,
            List<Finding> findings,
            Instant readAt) {
        /** Whether the latest reading had errors, so that an older state is served. */
        public boolean isRefused() {
            return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        }
    }

    private ControlPlane(ControlPlaneConfig config) throws IOException {
        this.config = config;
        XdsServer.Builder builder = XdsServer.builder(nodes).address(config.xds());
        if (config.tls() != null) {
            builder.tls(config.tls());
        }
        this.xds = builder.build();
        this.admin = new AdminServer(config.admin(), this);
        this.watcher = DirectoryWatcher.start(
                config.directory(),
                new DirectoryWatcher.Debounce(config.quiet(), config.longest()),
                () -> submit(this::reload));
    }

    /**
     * Reads the directory, starts to serve and to watch.
     *
     * @throws IllegalArgumentException when the directory does not exist
     * @throws IOException when an address cannot be bound
     */
    public static ControlPlane start(ControlPlaneConfig config) throws IOException {
        if (!Files.isDirectory(config.directory())) {
            throw new IllegalArgumentException(
                    "directory: " + config.directory() + " (expected: an existing directory with service.yaml files)");
        }
        ControlPlane controlPlane = new ControlPlane(config);
        try {
            controlPlane.configThread.submit(controlPlane::reload).get();
        } catch (InterruptedException e) {
            controlPlane.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        } catch (java.util.concurrent.ExecutionException e) {
            controlPlane.close();
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
        return controlPlane;
    }

    /** Where sidecars and gRPC clients connect; empty until there was a state without errors. */
    public Optional<InetSocketAddress> xdsAddress() {
        return current.served().map(mesh -> xds.address());
    }

    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    public Current current() {
        return current;
    }

    /** What {@code GET /v1/status} answers. */
    public MeshStatus status() {
        return MeshStatus.of(current, config.directory().toString(), xds.ledger());
    }

    public DeliveryLedger ledger() {
        return xds.ledger();
    }

    private MeshState servedState() {
        return current.served().map(MeshDirectory::state).orElseGet(MeshState::empty);
    }

    private void demandChanged() {
        submit(() -> {
            Current now = current;
            now.served().ifPresent(mesh -> publish(mesh.forNodes(compiler, nodes.sidecars()), now.findings()));
        });
    }

    private void submit(Runnable task) {
        try {
            configThread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    // The last good state goes on; the next change is a new chance.
                    log.error("configuration was not applied", e);
                }
            });
        } catch (RejectedExecutionException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    private void reload() {
        MeshDirectory read = MeshDirectory.read(config.directory(), compiler, nodes.sidecars());
        if (read.hasErrors()) {
            current = new Current(
                    current.served(), current.generation(), current.servedSince(), read.findings(), Instant.now());
            log.warn(
                    "{} has errors, {}: {}",
                    config.directory(),
                    current.served().isPresent() ? "the last good state is still served" : "nothing is served yet",
                    read.findings().stream()
                            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                            .findFirst()
                            .orElseThrow());
            return;
        }
        publish(read, read.findings());
    }

    private void publish(MeshDirectory mesh, List<Finding> findings) {
        boolean first = current.served().isEmpty();
        long generation = current.generation() + 1;
        current = new Current(Optional.of(mesh), generation, Instant.now(), findings, Instant.now());
        xds.publish(publication.of(mesh, nodes.sidecars(), nodes.grpcServices()));
        if (first) {
            xds.start();
        }
        log.info(
                "generation {}: {} services, {} sidecars",
                generation,
                mesh.state().contracts().services().size(),
                mesh.services().size());
    }

    @Override
    public void close() {
        closing = true;
        watcher.close();
        configThread.shutdown();
        try {
            if (!configThread.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("the configuration thread is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close();
        xds.close();
    }
}
