package io.spillway.marketplace;

import io.spillway.controlplane.ControlPlaneConfig;
import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LocalMesh;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.sidecar.EnvoyBinary;
import io.spillway.sidecar.SidecarListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The marketplace as it is meant to run: every instance behind a real Envoy, configured from an editable copy of its
 * contracts. Started and closed by one owner; what it hands out is thread-safe.
 */
public final class MarketplaceMesh implements AutoCloseable {
    private static final double WARM_UP_RATE = 60;

    private final Path contracts;
    private final AddressBlock block;
    private final LocalMesh mesh;
    private final Marketplace marketplace;

    private MarketplaceMesh(Path contracts, AddressBlock block, LocalMesh mesh, Marketplace marketplace) {
        this.contracts = contracts;
        this.block = block;
        this.mesh = mesh;
        this.marketplace = marketplace;
    }

    /**
     * Where and how.
     *
     * @param work a folder of its own: contracts in {@code contracts}, logs of the sidecars in {@code sidecars}
     * @param seed of all latencies
     * @param xdsPort of the control plane, 0 for any
     * @param adminPort of the control plane, 0 for any
     */
    public record Setup(Path work, AddressBlock block, long seed, int xdsPort, int adminPort) {
        /** Any free ports for the control plane. */
        public static Setup of(Path work, AddressBlock block) {
            return new Setup(work, block, 1, 0, 0);
        }

        /** What is watched; written by {@link MarketplaceMesh#start}. */
        public Path contracts() {
            return work.resolve("contracts");
        }
    }

    /**
     * Writes the contracts, starts everything and returns when every sidecar serves.
     *
     * @throws AddressTakenException when an application's address is taken
     * @throws io.spillway.sidecar.SidecarException when a sidecar cannot start; its message says why
     * @throws IOException when the control plane cannot listen
     */
    public static MarketplaceMesh start(Setup setup, EnvoyBinary envoy, SidecarListener listener)
            throws IOException, InterruptedException {
        MarketplaceContracts.copyTo(setup.contracts(), setup.block());
        Marketplace marketplace = Marketplace.start(
                MarketplaceConfig.of(setup.seed(), MarketplaceAddresses.behindSidecars(setup.block())));
        try {
            LocalMesh mesh = LocalMesh.start(
                    ControlPlaneConfig.of(setup.contracts()).withPorts(setup.xdsPort(), setup.adminPort()),
                    envoy,
                    setup.work().resolve("sidecars"),
                    listener);
            return new MarketplaceMesh(setup.contracts(), setup.block(), mesh, marketplace);
        } catch (RuntimeException | IOException | InterruptedException e) {
            marketplace.close();
            throw e;
        }
    }

    /**
     * Sends a few requests for this long and forgets how they went: a JVM that has just started is slower than the
     * contracts allow, and that is not what anybody wants to see or measure.
     */
    public void warmUp(Duration length) {
        LoadConfig gentle = LoadConfig.of(WARM_UP_RATE, 1)
                .withLength(length)
                .withKeptFailures(0)
                .withDrain(Duration.ofSeconds(2));
        try (MarketplaceTraffic traffic = new MarketplaceTraffic(front())) {
            OpenLoopLoad.start(gentle, traffic).finished().toCompletableFuture().join();
        }
    }

    /** The directory that the control plane watches. */
    public Path contracts() {
        return contracts;
    }

    public LocalMesh mesh() {
        return mesh;
    }

    public Marketplace marketplace() {
        return marketplace;
    }

    /** Where customers connect: the ingress of the sidecar of consumer-front. */
    public InetSocketAddress front() {
        return ingress(MarketplaceService.CONSUMER_FRONT.instances().getFirst());
    }

    /** Where callers of an instance connect. */
    public InetSocketAddress ingress(MarketplaceInstance instance) {
        return new InetSocketAddress(block.address(instance), MarketplaceAddresses.INGRESS_PORT);
    }

    /** Sidecars first, so that what they have in flight still finds its service. */
    @Override
    public void close() {
        mesh.close();
        marketplace.close();
    }
}
