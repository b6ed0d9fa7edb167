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
import java.util.Set;

/** Rules about instances, for whoever reads where they are. Pure. */
public final class InstanceRules {
    private InstanceRules() {}

    /** Every address ({@code ip:port}) after its first, as {@code duplicate-address}. */
    public static List<Finding> duplicateAddresses(Iterable<Located<String>> addresses) {
        return repeated(addresses, Rule.DUPLICATE_ADDRESS, "address ", "an address of its own");
    }

    /** Every name of an instance after its first, as {@code duplicate-instance}. */
    public static List<Finding> duplicateInstances(Iterable<Located<String>> names) {
        return repeated(names, Rule.DUPLICATE_INSTANCE, "instance ", "a name of its own in the mesh");
    }

    private static List<Finding> repeated(Iterable<Located<String>> values, Rule rule, String what, String expected) {
        Map<String, SourceLocation> seen = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Located<String> value : values) {
            SourceLocation first = seen.putIfAbsent(value.value(), value.location());
            if (first != null) {
                findings.add(rule.at(
                        value.location(), what + value.value() + " again", expected + "; the first is at " + first));
            }
        }
        return findings;
    }

    /** A service that has no contract, as {@code unknown-endpoint-service}. */
    public static Optional<Finding> unknownService(Set<String> contracts, Located<String> service) {
        return contracts.contains(service.value())
                ? Optional.empty()
                : Optional.of(Rule.UNKNOWN_ENDPOINT_SERVICE.at(
                        service.location(),
                        "instances of \"" + service.value() + "\", which has no contract",
                        Nearest.suggestion(service.value(), contracts)));
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
