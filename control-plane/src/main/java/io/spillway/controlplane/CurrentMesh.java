package io.spillway.controlplane;

import io.spillway.contract.Finding;
import io.spillway.xds.DeliveryLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a control plane serves, and what its directory said last.
 *
 * @param served the last state without errors; empty until there was one
 * @param generation how many states so far changed what somebody is given
 * @param publication the number under which {@link DeliveryLedger} knows the delivery of {@code served}
 * @param servedSince when the last of these was published
 * @param findings of the latest reading, which are errors when {@code served} is older than it
 * @param readAt when the directory was read last
 */
public record CurrentMesh(
        Optional<MeshDirectory> served,
        long generation,
        long publication,
        Instant servedSince,
        List<Finding> findings,
        Instant readAt) {
    /** Whether the latest reading had errors, so that an older state is served. */
    public boolean isRefused() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
