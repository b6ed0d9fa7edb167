package io.spillway.controlplane;

import io.spillway.contract.Finding;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.envoyconfig.MeshState;
import io.spillway.xds.DeliveryLedger;
import io.spillway.xds.InstanceDelivery;
import io.spillway.xds.ResourceSet;
import io.spillway.xds.XdsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running control plane.
 *
 * <p>One thread, {@code spillway-config}, owns the mesh: it reads the directory when the watcher says so, compiles,
 * and publishes what has no error. Everybody else sees {@link #current()}, an immutable value. A directory that has
 * errors from the start serves nobody until they are mended: sidecars that run already keep what they have. An edit
 * that changes nothing for anybody, such as a comment, is no new generation.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);

    /** How often a directory is read that changes while it is read. */
    private static final int READINGS = 3;

    private final ControlPlaneConfig config;
    private final ExecutorService configThread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spillway-config").factory());
    private final Nodes nodes = new Nodes(this::servedState, this::demandChanged);
    private final XdsServer xds;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile InetSocketAddress adminAddress;
    private volatile @Nullable InetSocketAddress xdsAddress;
    private volatile CurrentMesh current =
            new CurrentMesh(Optional.empty(), 0, 0, Instant.EPOCH, List.of(), Instant.EPOCH);

    // Below: only the configuration thread.
    private final MeshCompiler compiler = new MeshCompiler();
    private final Publication publication = new Publication();
    private Map<String, ResourceSet> published = Map.of();

    private ControlPlane(ControlPlaneConfig config) {
        this.config = config;
        this.adminAddress = config.admin();
        XdsServer.Builder builder = XdsServer.builder(nodes).address(config.xds());
        if (config.tls() != null) {
            builder.tls(config.tls());
        }
        this.xds = builder.build();
    }

    /**
     * Reads the directory, starts to serve and to watch.
     *
     * @throws IllegalArgumentException when the directory does not exist
     * @throws IOException when an address cannot be bound; the message names it
     */
    public static ControlPlane start(ControlPlaneConfig config) throws IOException {
        if (!Files.isDirectory(config.directory())) {
            throw new IllegalArgumentException(
                    "directory: " + config.directory() + " (expected: an existing directory with service.yaml files)");
        }
        ControlPlane controlPlane = new ControlPlane(config);
        try {
            controlPlane.open();
            return controlPlane;
        } catch (IOException | RuntimeException e) {
            controlPlane.close();
            throw e;
        }
    }

    private void open() throws IOException {
        // Before the first reading, so that no change after it is missed.
        parts.push(DirectoryWatcher.start(
                config.directory(),
                new DirectoryWatcher.Debounce(config.quiet(), config.longest()),
                () -> submit(this::reload)));
        try {
            AdminServer admin = new AdminServer(config.admin(), this);
            parts.push(admin);
            adminAddress = admin.address();
        } catch (BindException e) {
            throw taken("admin API", config.admin(), e);
        }
        try {
            configThread.submit(this::reload).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw taken("xDS", config.xds(), io);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static IOException taken(String what, InetSocketAddress address, Exception cause) {
        String host = address.getAddress().getHostAddress();
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new IOException(
                what + ": cannot listen on " + host + ":" + address.getPort() + ": " + root.getMessage(), cause);
    }

    /** Where sidecars and gRPC clients connect; empty until there was a state without errors. */
    public Optional<InetSocketAddress> xdsAddress() {
        return Optional.ofNullable(xdsAddress);
    }

    public InetSocketAddress adminAddress() {
        return adminAddress;
    }

    public CurrentMesh current() {
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

    /** Somebody asks for what was not compiled yet. The mesh is the same: no new generation. */
    private void demandChanged() {
        submit(() -> {
            CurrentMesh now = current;
            now.served().ifPresent(mesh -> {
                MeshDirectory more = mesh.forNodes(compiler, nodes.sidecars());
                long number = publish(publication.of(more, nodes.sidecars(), nodes.grpcServices()));
                current = new CurrentMesh(
                        Optional.of(more), now.generation(), number, now.servedSince(), now.findings(), now.readAt());
            });
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
            log.debug("closing: a change is not looked at any more");
        }
    }

    private void reload() {
        Set<String> known =
                xds.ledger().snapshot().stream().map(InstanceDelivery::group).collect(Collectors.toSet());
        nodes.forgetAllBut(known);
        MeshDirectory read;
        Map<String, ResourceSet> groups;
        try {
            read = read();
            if (read.hasErrors()) {
                refuse(read.findings());
                return;
            }
            groups = publication.of(read, nodes.sidecars(), nodes.grpcServices());
        } catch (UncheckedIOException e) {
            refuse(List.of(finding(Rule.FILE_UNREADABLE.id(), e, "a directory that can be read")));
            return;
        } catch (RuntimeException e) {
            log.error("configuration was not applied", e);
            refuse(List.of(finding("internal-fault", e, "a report of this fault in Spillway")));
            return;
        }
        serve(read, groups);
    }

    /** Reads again when something changed meanwhile: half of a change may be right in itself, and wrong. */
    private MeshDirectory read() {
        for (int reading = 1; ; reading++) {
            DirectoryLook before = DirectoryLook.at(config.directory());
            MeshDirectory mesh = MeshDirectory.read(config.directory(), compiler, nodes.sidecars());
            if (reading == READINGS || before.hasSameFiles(DirectoryLook.at(config.directory()))) {
                return mesh;
            }
        }
    }

    private Finding finding(String rule, RuntimeException e, String expected) {
        return new Finding(
                rule,
                Finding.Severity.ERROR,
                new SourceLocation(config.directory().toString(), 1, 1),
                String.valueOf(e.getMessage()),
                expected);
    }

    private void refuse(List<Finding> findings) {
        CurrentMesh now = current;
        current = new CurrentMesh(
                now.served(), now.generation(), now.publication(), now.servedSince(), findings, Instant.now());
        log.warn(
                "{} has errors, {}: {}",
                config.directory(),
                now.served().isPresent() ? "the last good state is still served" : "nothing is served yet",
                findings.stream()
                        .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                        .findFirst()
                        .orElseThrow());
    }

    private void serve(MeshDirectory mesh, Map<String, ResourceSet> groups) {
        CurrentMesh now = current;
        Instant readAt = Instant.now();
        boolean same = now.served().isPresent() && groups.equals(published);
        // Also what is the same as before: its origins may have moved to other lines.
        long number = publish(groups);
        if (same) {
            current = new CurrentMesh(
                    Optional.of(mesh), now.generation(), number, now.servedSince(), mesh.findings(), readAt);
            log.info("{} was read again: nothing to deliver", config.directory());
        } else {
            long generation = now.generation() + 1;
            current = new CurrentMesh(Optional.of(mesh), generation, number, readAt, mesh.findings(), readAt);
            log.info(
                    "generation {}: {} services, {} sidecars",
                    generation,
                    mesh.state().contracts().services().size(),
                    mesh.services().size());
        }
        if (xdsAddress == null) {
            xdsAddress = xds.start().address();
        }
    }

    private long publish(Map<String, ResourceSet> groups) {
        published = groups;
        return xds.publish(groups);
    }

    /** Ends all streams, so that clients keep what they have. Does nothing the second time. */
    @Override
    public synchronized void close() {
        configThread.shutdown();
        try {
            if (!configThread.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("the configuration thread is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("while closing", e);
            }
        }
        xds.close();
    }
}
