package io.spillway.contract.lint;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import java.util.List;

/** All rules over all contracts of a mesh. Pure; linear in services, egress entries and methods. */
public final class Lint {
    private Lint() {}

    /** All findings, by location. */
    public static List<Finding> check(ContractSet contracts) {
        Findings findings = new Findings();
        CallGraph graph = CallGraph.of(contracts);
        ReferenceRules.check(contracts, findings);
        MethodRules.check(contracts, findings);
        RetryLayerRule.check(contracts, findings);
        CallerTimeoutRule.check(graph, findings);
        EgressCycleRule.check(graph, findings);
        AmplificationRule.check(graph, contracts.mesh().maxAmplification(), findings);
        return findings.sorted();
    }
}
