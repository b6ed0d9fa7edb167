package io.spillway.cli;

import io.spillway.controlplane.MeshStatus;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import io.spillway.controlplane.MeshStatus.ResourceStatus;
import java.util.Locale;

/** {@link MeshStatus} for people. */
final class StatusText {
    private StatusText() {}

    static String of(MeshStatus status) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                "%s: generation %d since %s, %d services, %d instances%n",
                status.directory(),
                status.generation(),
                status.servedSince().isEmpty() ? "never" : status.servedSince(),
                status.services().size(),
                status.instances().size()));
        if (status.refused()) {
            out.append(String.format(
                    "the directory as read at %s has errors; %s%n",
                    status.readAt(),
                    status.servedSince().isEmpty() ? "nothing is served" : "the state above is still served"));
        }
        status.findings()
                .forEach(finding -> out.append(String.format(
                        "  %s:%d:%d: %s: %s (expected: %s) [%s]%n",
                        finding.file(),
                        finding.line(),
                        finding.column(),
                        finding.severity().toLowerCase(Locale.ROOT),
                        finding.found(),
                        finding.expected(),
                        finding.rule())));
        if (status.instances().isEmpty()) {
            return out.append("no sidecar or gRPC client has connected\n").toString();
        }
        out.append(String.format("%n%-20s %-6s %-12s %-10s %s%n", "INSTANCE", "ZONE", "STATE", "RESOURCES", "SINCE"));
        for (InstanceStatus instance : status.instances()) {
            out.append(String.format(
                    "%-20s %-6s %-12s %-10s %s%n",
                    instance.instance(),
                    instance.zone(),
                    state(instance),
                    instance.delivered() + "/" + instance.wanted(),
                    instance.since()));
            instance.pending().forEach(resource -> out.append(line(resource)));
        }
        return out.toString();
    }

    private static String state(InstanceStatus instance) {
        if (instance.duplicateNodeId()) {
            return "duplicate";
        }
        if (!instance.refusals().isEmpty()) {
            return "refused";
        }
        if (!instance.connected()) {
            return "gone";
        }
        return instance.isSettled() ? "delivered" : "pending";
    }

    private static String line(ResourceStatus resource) {
        String why = resource.refusal().isEmpty() ? resource.waitsFor() : resource.refusal();
        return String.format(
                "  %s %s %s, from %s%s%n",
                resource.state().toLowerCase(Locale.ROOT),
                resource.type().toLowerCase(Locale.ROOT),
                resource.name(),
                resource.origin().isEmpty() ? "nothing" : resource.origin(),
                why.isEmpty() ? "" : ": " + why);
    }
}
