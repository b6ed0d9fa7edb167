package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.controlplane.ControlPlane;
import io.spillway.controlplane.ControlPlaneConfig;
import io.spillway.controlplane.CurrentMesh;
import io.spillway.controlplane.MeshDirectory;
import io.spillway.controlplane.MeshStatus;
import io.spillway.incidentlab.LocalMesh;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.sidecar.EnvoyBinary;
import io.spillway.sidecar.Sidecar;
import io.spillway.sidecar.SidecarListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The contracts of the marketplace served to real sidecars, with or without its applications. */
final class TestMesh implements AutoCloseable {
    static final EnvoyBinary ENVOY = EnvoyBinary.findOrInstall(null, System.err::println);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClaimedBlock block;
    private final Path work;
    private final EditableContracts contracts;
    private final EditableContracts asStarted;
    private final LocalMesh mesh;

    private TestMesh(
            ClaimedBlock block, Path work, EditableContracts contracts, EditableContracts asStarted, LocalMesh mesh) {
        this.block = block;
        this.work = work;
        this.contracts = contracts;
        this.asStarted = asStarted;
        this.mesh = mesh;
    }

    /** Starts the control plane and all sidecars; the applications are the caller's. */
    static TestMesh start(
            ClaimedBlock block, Path work, Consumer<EditableContracts> beforeStart, SidecarListener listener) {
        EditableContracts contracts = EditableContracts.copyTo(work.resolve("contracts"), block.block());
        beforeStart.accept(contracts);
        EditableContracts asStarted = contracts.copyTo(work.resolve("as-started"));
        try {
            LocalMesh mesh = LocalMesh.start(
                    ControlPlaneConfig.of(contracts.directory()), ENVOY, work.resolve("sidecars"), listener);
            return new TestMesh(block, work, contracts, asStarted, mesh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static TestMesh start(ClaimedBlock block, Path work, Consumer<EditableContracts> beforeStart) {
        return start(block, work, beforeStart, (sidecar, state, reason) -> {});
    }

    static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    EditableContracts contracts() {
        return contracts;
    }

    ControlPlane controlPlane() {
        return mesh.controlPlane();
    }

    /** Takes all edits back and waits until that is delivered. */
    void restore() {
        contracts.restore(asStarted);
        awaitDelivered();
    }

    List<Sidecar> sidecars() {
        return mesh.sidecars();
    }

    Sidecar sidecar(String instance) {
        return mesh.sidecars().stream()
                .filter(sidecar -> sidecar.config().instance().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    /** Where the first instance of a service sends its calls. */
    InetSocketAddress egress(MarketplaceService service) {
        return block.at(service, MarketplaceAddresses.EGRESS_PORT);
    }

    InetSocketAddress ingress(MarketplaceService service) {
        return block.at(service, MarketplaceAddresses.INGRESS_PORT);
    }

    MeshStatus.InstanceStatus status(String instance) {
        return controlPlane().status().instances().stream()
                .filter(each -> each.instance().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the control plane serves what the directory says, and every sidecar has answered all of it. */
    void awaitDelivered() {
        patiently().untilAsserted(() -> {
            MeshDirectory wanted = MeshDirectory.read(contracts.directory());
            CurrentMesh current = controlPlane().current();
            assertThat(wanted.hasErrors()).as("%s", wanted.findings()).isFalse();
            assertThat(current.served().map(MeshDirectory::state)).contains(wanted.state());
            assertThat(controlPlane().ledger().awaitSettled(current.publication(), Duration.ofSeconds(10)))
                    .isTrue();
        });
    }

    /** What a sidecar has written about the requests it has seen; Envoy writes it with some seconds of delay. */
    List<JsonNode> accessLog(String instance) {
        Path log = work.resolve("sidecars").resolve(instance).resolve("access.log");
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .map(TestMesh::json)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    @Override
    public void close() {
        mesh.close();
        block.close();
    }
}
