package io.spillway.contract.lint;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import io.spillway.contract.Nearest;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules about instances, for whoever reads where they are. Pure. */
public final class InstanceRules {
    /**
     * One instance as a registry names it.
     *
     * @param address {@code ip:port}
     * @param zone empty when it names none
     */
    public record Instance(String name, String service, String address, String zone, SourceLocation location) {}

    private InstanceRules() {}

    /** Checks all instances of a registry together, against the contracts of the mesh. */
    public static List<Finding> check(ContractSet contracts, List<Instance> instances) {
        Findings findings = new Findings();
        Map<String, SourceLocation> names = new HashMap<>();
        Map<String, SourceLocation> addresses = new HashMap<>();
        List<String> zones = contracts.mesh().zones();
        for (Instance instance : instances) {
            SourceLocation sameName = names.putIfAbsent(instance.name(), instance.location());
            if (sameName != null) {
                findings.add(Rule.DUPLICATE_INSTANCE.at(
                        instance.location(),
                        "instance " + instance.name() + " again",
                        "a name of its own; the first is at " + sameName));
            }
            SourceLocation sameAddress = addresses.putIfAbsent(instance.address(), instance.location());
            if (sameAddress != null) {
                findings.add(Rule.DUPLICATE_ADDRESS.at(
                        instance.location(),
                        "address " + instance.address() + " again",
                        "an address of its own; the first is at " + sameAddress));
            }
            // A mesh without zones accepts any.
            if (!instance.zone().isEmpty() && !zones.isEmpty() && !zones.contains(instance.zone())) {
                findings.add(Rule.UNKNOWN_ZONE.at(
                        instance.location(),
                        "zone \"" + instance.zone() + "\"",
                        Nearest.suggestion(instance.zone(), zones)));
            }
            if (!contracts.services().containsKey(instance.service())) {
                findings.add(Rule.UNKNOWN_ENDPOINT_SERVICE.at(
                        instance.location(),
                        "an instance of \"" + instance.service() + "\", which has no contract",
                        Nearest.suggestion(
                                instance.service(), contracts.services().keySet())));
            }
        }
        return findings.sorted();
    }
}
