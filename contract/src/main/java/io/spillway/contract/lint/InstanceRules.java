package io.spillway.contract.lint;

import io.spillway.contract.Finding;
import io.spillway.contract.MeshContract;
import io.spillway.contract.Nearest;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.yaml.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules about instances, for whoever reads where they are. Pure. */
public final class InstanceRules {
    private InstanceRules() {}

    /** Every address ({@code ip:port}) after its first, as {@code duplicate-address}. */
    public static List<Finding> duplicateAddresses(Iterable<Located<String>> addresses) {
        Map<String, SourceLocation> seen = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Located<String> address : addresses) {
            SourceLocation first = seen.putIfAbsent(address.value(), address.location());
            if (first != null) {
                findings.add(Rule.DUPLICATE_ADDRESS.at(
                        address.location(),
                        "address " + address.value() + " again",
                        "an address of its own; the first is at " + first));
            }
        }
        return findings;
    }

    /** A zone that mesh.yaml does not list, as {@code unknown-zone}. A mesh without zones accepts any. */
    public static Optional<Finding> unknownZone(MeshContract mesh, Located<String> zone) {
        return mesh.zones().isEmpty() || mesh.zones().contains(zone.value())
                ? Optional.empty()
                : Optional.of(Rule.UNKNOWN_ZONE.at(
                        zone.location(),
                        "zone \"" + zone.value() + "\"",
                        Nearest.suggestion(zone.value(), mesh.zones())));
    }
}
