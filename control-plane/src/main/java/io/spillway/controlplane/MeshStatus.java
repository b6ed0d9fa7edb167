package io.spillway.controlplane;

import io.spillway.contract.Finding;
import io.spillway.xds.DeliveryLedger;
import io.spillway.xds.DeliveryState;
import io.spillway.xds.InstanceDelivery;
import io.spillway.xds.ResourceDelivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What {@code GET /v1/status} answers, and {@code spillway status} prints: what is served, what was refused and why,
 * and per instance what it should have, what it has and what it said about it. Times are ISO 8601.
 *
 * @param directory the contracts that are watched
 * @param generation how many states since the start changed what somebody is given
 * @param servedSince when the last of these was published; empty when nothing is served
 * @param readAt when the directory was read last
 * @param refused whether the latest reading had errors, so that an older state is served
 * @param services names of the services served
 * @param findings of the latest reading
 * @param instances connected now or not long ago, by name
 */
public record MeshStatus(
        String directory,
        long generation,
        String servedSince,
        String readAt,
        boolean refused,
        List<String> services,
        List<FindingStatus> findings,
        List<InstanceStatus> instances) {

    public record FindingStatus(
            String rule, String severity, String file, int line, int column, String found, String expected) {
        static FindingStatus of(Finding finding) {
            return new FindingStatus(
                    finding.rule(),
                    finding.severity().name(),
                    finding.location().file(),
                    finding.location().line(),
                    finding.location().column(),
                    finding.found(),
                    finding.expected());
        }
    }

    /**
     * @param delivered resources that it has in the wanted version
     * @param wanted resources that it should have
     * @param pending resources that are not delivered, with the reason
     */
    public record InstanceStatus(
            String instance,
            String group,
            String zone,
            boolean connected,
            String since,
            String build,
            boolean duplicateNodeId,
            int delivered,
            int wanted,
            List<ResourceStatus> pending) {

        /** Whether it has exactly what it should have. */
        public boolean isSettled() {
            return pending.isEmpty();
        }

        /** Resources that it said it cannot apply. */
        public List<ResourceStatus> refusals() {
            return pending.stream()
                    .filter(resource -> resource.state().equals(DeliveryState.REFUSED.name()))
                    .toList();
        }
    }

    public record ResourceStatus(
            String type,
            String name,
            String state,
            String wantedVersion,
            String acknowledgedVersion,
            String refusal,
            String waitsFor,
            String origin,
            String since) {
        static ResourceStatus of(ResourceDelivery resource) {
            return new ResourceStatus(
                    resource.type().name(),
                    resource.name(),
                    resource.state().name(),
                    resource.wantedVersion(),
                    resource.acknowledgedVersion(),
                    resource.refusal().strip(),
                    resource.waitsFor(),
                    resource.origin(),
                    time(resource.since()));
        }
    }

    static MeshStatus of(CurrentMesh current, String directory, DeliveryLedger ledger) {
        return new MeshStatus(
                directory,
                current.generation(),
                current.served().isPresent() ? time(current.servedSince()) : "",
                time(current.readAt()),
                current.isRefused(),
                List.copyOf(current.served()
                        .map(mesh -> mesh.state().contracts().services().keySet())
                        .orElseGet(TreeSet::new)),
                current.findings().stream().map(FindingStatus::of).toList(),
                ledger.snapshot().stream()
                        .map(MeshStatus::instance)
                        .sorted(Comparator.comparing(InstanceStatus::instance))
                        .toList());
    }

    private static InstanceStatus instance(InstanceDelivery instance) {
        List<ResourceDelivery> wanted = instance.resources().stream()
                .filter(resource -> resource.state() != DeliveryState.REMOVING)
                .toList();
        List<ResourceStatus> pending = instance.resources().stream()
                .filter(resource -> resource.state() != DeliveryState.ACKNOWLEDGED)
                .map(ResourceStatus::of)
                .toList();
        int delivered = (int) wanted.stream()
                .filter(resource -> resource.state() == DeliveryState.ACKNOWLEDGED)
                .count();
        return new InstanceStatus(
                instance.instance(),
                instance.group(),
                instance.zone(),
                instance.connection() == InstanceDelivery.Connection.CONNECTED,
                time(instance.since()),
                instance.userAgent(),
                instance.duplicateNodeId(),
                delivered,
                wanted.size(),
                pending);
    }

    /** To the millisecond. */
    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
