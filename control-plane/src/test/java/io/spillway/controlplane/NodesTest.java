package io.spillway.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.envoyconfig.MeshState;
import io.spillway.xds.ClientKind;
import io.spillway.xds.NodeIdentity;
import io.spillway.xds.UnknownNodeException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {
    private final AtomicInteger demands = new AtomicInteger();
    private MeshState state = MeshState.empty();
    private final Nodes nodes = new Nodes(() -> state, demands::incrementAndGet);

    @TempDir
    private Path directory;

    @BeforeEach
    void readTheMesh() {
        state = MeshDirectory.read(SmallMesh.in(directory).directory()).state();
    }

    @Test
    void aSidecarIsGivenTheConfigurationOfItsServiceAndAddress() throws UnknownNodeException {
        NodeIdentity identity = nodes.classify(TestClient.sidecar("payments-1", "payments", "127.1.4.1"));

        assertThat(identity).isEqualTo(new NodeIdentity("payments-1", "payments@127.1.4.1", "a", ClientKind.PROXY));
        assertThat(demands).hasValue(0);
    }

    @Test
    void aSidecarThatDoesNotSayItsAddressHasThatOfItsEndpoint() throws UnknownNodeException {
        assertThat(nodes.classify(TestClient.sidecar("payments-1", "payments", ""))
                        .group())
                .isEqualTo("payments@127.1.4.1");
    }

    @Test
    void anAddressThatNobodyKnowsIsCompiledForOnDemand() throws UnknownNodeException {
        Node node = TestClient.sidecar("payments-9", "payments", "127.1.4.9");

        nodes.classify(node);
        nodes.classify(node);

        assertThat(demands).hasValue(1);
        assertThat(nodes.sidecars()).contains(new SidecarNode("payments", "127.1.4.9"));
    }

    @Test
    void aServiceWithoutAContractIsRefusedWithTheNearestName() {
        assertRefused(
                TestClient.sidecar("payments-1", "payment", "127.1.4.1"),
                "service \"payment\" has no contract (expected: did you mean \"payments\"?)");
    }

    @Test
    void aSidecarWithoutAServiceIsRefused() {
        assertRefused(
                TestClient.sidecar("payments-1", "", "127.1.4.1"),
                "node \"payments-1\" has no service (expected: an id, and metadata spillway.service with the name of a"
                        + " contract)");
    }

    @Test
    void aSidecarWithoutAnyAddressIsRefused() {
        assertRefused(
                TestClient.sidecar("payments-9", "payments", ""),
                "instance payments-9 has no address (expected: an entry in the endpoints, or metadata"
                        + " spillway.address)");
    }

    @Test
    void aGrpcClientIsGivenEverythingOrTheEgressOfItsService() throws UnknownNodeException {
        Node anonymous =
                Node.newBuilder().setId("c-1").setUserAgentName("gRPC Java").build();
        Node payments = TestClient.sidecar("c-2", "payments", "").toBuilder()
                .setUserAgentName("gRPC Go")
                .build();

        assertThat(nodes.classify(anonymous).group()).isEqualTo("grpc");
        assertThat(nodes.classify(payments)).isEqualTo(new NodeIdentity("c-2", "grpc:payments", "a", ClientKind.GRPC));
        assertThat(demands).hasValue(1);
    }

    @Test
    void whatNobodyAskedForLatelyIsForgotten() throws UnknownNodeException {
        nodes.classify(TestClient.sidecar("payments-8", "payments", "127.1.4.8"));
        nodes.classify(TestClient.sidecar("payments-9", "payments", "127.1.4.9"));

        nodes.forgetAllBut(Set.of("payments@127.1.4.9"));

        assertThat(nodes.sidecars()).containsExactly(new SidecarNode("payments", "127.1.4.9"));
    }

    private void assertRefused(Node node, String message) {
        assertThatExceptionOfType(UnknownNodeException.class)
                .isThrownBy(() -> nodes.classify(node))
                .withMessage(message);
    }
}
