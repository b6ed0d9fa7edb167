package io.spillway.envoyconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.spillway.contract.Finding;
import io.spillway.contract.Origin;
import io.spillway.contract.ServiceContract.EnvoyPatch;
import io.spillway.contract.SourceLocation;
import io.spillway.envoyconfig.EnvoyResource.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EnvoyPatcherTest {
    private static final SourceLocation HERE = new SourceLocation("orders/service.yaml", 9, 3);
    private static final EnvoyResource CLUSTER = new EnvoyResource(
            Kind.CLUSTER,
            "payments",
            Cluster.newBuilder()
                    .setName("payments")
                    .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                    .build(),
            new Origin("egress[0]", HERE));

    private final List<Finding> findings = new ArrayList<>();

    @Test
    void aPatchSetsAField() {
        EnvoyResource patched =
                patcher("payments", "{\"connect_timeout\": \"3s\"}").apply(CLUSTER, findings);

        assertThat(((Cluster) patched.message()).getConnectTimeout().getSeconds())
                .isEqualTo(3);
        assertThat(patched.origin()).hasToString("orders/service.yaml:9 (envoyPatches)");
        assertThat(findings).isEmpty();
    }

    @Test
    void aNullInAPatchRemovesAField() {
        EnvoyResource patched = patcher("*", "{\"lb_policy\": null}").apply(CLUSTER, findings);

        assertThat(((Cluster) patched.message()).getLbPolicy()).isEqualTo(Cluster.LbPolicy.ROUND_ROBIN);
    }

    @Test
    void anUnknownFieldIsAFindingAtThePatchAndLeavesTheResourceAlone() {
        EnvoyResource patched =
                patcher("payments", "{\"conect_timeout\": \"3s\"}").apply(CLUSTER, findings);

        assertThat(patched).isEqualTo(CLUSTER);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.location()).isEqualTo(HERE);
            assertThat(finding.found()).contains("conect_timeout");
            assertThat(finding.expected()).contains("envoy.config.cluster.v3.Cluster");
        });
    }

    @Test
    void aPatchOfAResourceThatDoesNotExistIsAFindingWithTheNamesThatDo() {
        assertThat(patcher("paymants", "{}").unmatched(List.of(CLUSTER)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.expected()).contains("payments"));
    }

    private static EnvoyPatcher patcher(String name, String merge) {
        return new EnvoyPatcher(List.of(new EnvoyPatch(EnvoyPatch.Target.CLUSTER, name, merge, HERE)));
    }
}
