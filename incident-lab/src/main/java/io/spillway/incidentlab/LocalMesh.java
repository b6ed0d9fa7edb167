package io.spillway.incidentlab;

import io.spillway.contract.Finding;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.SidecarSize;
import io.spillway.controlplane.ControlPlane;
import io.spillway.controlplane.ControlPlaneConfig;
import io.spillway.controlplane.MeshDirectory;
import io.spillway.discovery.Endpoint;
import io.spillway.sidecar.ControlPlaneAddress;
import io.spillway.sidecar.EnvoyBinary;
import io.spillway.sidecar.Sidecar;
import io.spillway.sidecar.SidecarConfig;
import io.spillway.sidecar.SidecarListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A mesh on this machine: a control plane that watches a directory, and a real Envoy beside every instance that the
 * directory's {@code endpoints.yaml} names. The applications are somebody else's; each is expected on its instance's
 * address and the port of its contract. Thread-safe.
 */
public final class LocalMesh implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final ControlPlane controlPlane;
    private final List<Sidecar> sidecars = new CopyOnWriteArrayList<>();

    private LocalMesh(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /**
     * Starts everything and returns when every sidecar serves.
     *
     * @param work a directory for logs and bootstraps, one subdirectory for each instance
     * @throws IllegalArgumentException when the directory has errors, with all of them
     * @throws io.spillway.sidecar.SidecarException when a sidecar cannot start; its message says why
     * @throws IOException when the control plane cannot listen
     */
    public static LocalMesh start(ControlPlaneConfig config, EnvoyBinary envoy, Path work, SidecarListener listener)
            throws IOException, InterruptedException {
        ControlPlane controlPlane = ControlPlane.start(config);
        LocalMesh mesh = new LocalMesh(controlPlane);
        try {
            MeshDirectory served = controlPlane
                    .current()
                    .served()
                    .orElseThrow(() -> new IllegalArgumentException(findings(controlPlane)));
            InetSocketAddress xds = controlPlane.xdsAddress().orElseThrow();
            ControlPlaneAddress address =
                    ControlPlaneAddress.plain(xds.getAddress().getHostAddress(), xds.getPort());
            mesh.startSidecars(served, address, envoy, work, listener);
            for (Sidecar sidecar : mesh.sidecars) {
                sidecar.awaitReady();
            }
            return mesh;
        } catch (RuntimeException | InterruptedException e) {
            mesh.close();
            throw e;
        }
    }

    private static String findings(ControlPlane controlPlane) {
        return controlPlane.current().findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    private void startSidecars(
            MeshDirectory served, ControlPlaneAddress address, EnvoyBinary envoy, Path work, SidecarListener listener) {
        served.state()
                .endpoints()
                .byService()
                .values()
                .forEach(endpoints -> endpoints.forEach(endpoint -> {
                    ServiceContract contract =
                            served.state().contracts().services().get(endpoint.service());
                    if (contract != null) {
                        sidecars.add(
                                Sidecar.start(config(endpoint, contract.sidecar(), address, work), envoy, listener));
                    }
                }));
    }

    private static SidecarConfig config(Endpoint endpoint, SidecarSize size, ControlPlaneAddress address, Path work) {
        return SidecarConfig.builder(
                        endpoint.service(),
                        endpoint.instance(),
                        InetAddress.ofLiteral(endpoint.address()),
                        address,
                        work.resolve(endpoint.instance()))
                .zone(endpoint.zone())
                .concurrency(size.concurrency())
                .memoryBytes(size.memoryBytes())
                .maxConnections(size.maxConnections())
                .drainTimeout(DRAIN)
                .build();
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** In the order of the services' names. */
    public List<Sidecar> sidecars() {
        return List.copyOf(sidecars);
    }

    /** Ends all sidecars at the same time, then the control plane. */
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            sidecars.forEach(sidecar -> closing.execute(sidecar::close));
        }
        controlPlane.close();
    }
}
