package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.controlplane.MeshStatus;
import io.spillway.controlplane.MeshStatus.FindingStatus;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import io.spillway.controlplane.MeshStatus.ResourceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryProblemsTest {
    private static final ResourceStatus REFUSED = new ResourceStatus(
            "LISTENER", "ingress", "REFUSED", "2", "1", "cannot bind", "", "menu/service.yaml:13 (envoyPatches)", "");
    private static final ResourceStatus SENT =
            new ResourceStatus("CLUSTER", "ledger", "SENT", "2", "1", "", "", "payments/service.yaml:4", "");

    @Test
    void aMeshThatIsDeliveredHasNone() {
        assertThat(DeliveryProblems.of(status(false, instance(true, List.of()))))
                .isEmpty();
    }

    @Test
    void eachSidecarThatLacksSomethingIsNamedWithTheReason() {
        assertThat(DeliveryProblems.of(status(
                        true,
                        instance(true, List.of(REFUSED)),
                        instance(true, List.of(SENT)),
                        instance(false, List.of()))))
                .containsExactly(
                        "menu/service.yaml:2:1: unknown key (expected: port)",
                        "menu-1: Envoy refused listener ingress, from menu/service.yaml:13 (envoyPatches): cannot bind",
                        "menu-1: 1 resources are on their way",
                        "menu-1: its sidecar is gone since now");
    }

    private static MeshStatus status(boolean refused, InstanceStatus... instances) {
        FindingStatus finding =
                new FindingStatus("unknown-key", "ERROR", "menu/service.yaml", 2, 1, "unknown key", "port");
        return new MeshStatus("dir", 1, "", "", refused, List.of(), List.of(finding), List.of(instances));
    }

    private static InstanceStatus instance(boolean connected, List<ResourceStatus> pending) {
        return new InstanceStatus("menu-1", "menu@127.1.3.1", "a", connected, "now", "", false, 1, 1, pending);
    }
}
