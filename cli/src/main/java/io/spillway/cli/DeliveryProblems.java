package io.spillway.cli;

import io.spillway.controlplane.MeshStatus;
import io.spillway.controlplane.MeshStatus.FindingStatus;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import io.spillway.controlplane.MeshStatus.ResourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands between the contracts and the sidecars, a line each; nothing when everything is delivered. */
final class DeliveryProblems {
    private DeliveryProblems() {}

    static List<String> of(MeshStatus status) {
        List<String> lines = new ArrayList<>();
        if (status.refused()) {
            status.findings().stream().map(DeliveryProblems::line).forEach(lines::add);
        }
        for (InstanceStatus instance : status.instances()) {
            if (instance.duplicateNodeId()) {
                lines.add(instance.instance() + ": two sidecars have this name");
            }
            if (!instance.connected()) {
                lines.add(instance.instance() + ": its sidecar is gone since " + instance.since());
            } else if (!instance.refusals().isEmpty()) {
                instance.refusals().forEach(resource -> lines.add(instance.instance() + ": " + refusal(resource)));
            } else if (!instance.isSettled()) {
                lines.add(instance.instance() + ": " + instance.pending().size() + " resources are on their way");
            }
        }
        return lines;
    }

    private static String line(FindingStatus finding) {
        return "%s:%d:%d: %s (expected: %s)"
                .formatted(finding.file(), finding.line(), finding.column(), finding.found(), finding.expected());
    }

    private static String refusal(ResourceStatus resource) {
        return "Envoy refused %s %s, from %s: %s"
                .formatted(
                        resource.type().toLowerCase(Locale.ROOT),
                        resource.name(),
                        resource.origin(),
                        resource.refusal());
    }
}
