package io.spillway.contract.lint;

import io.spillway.contract.Findings;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.Rule;
import io.spillway.contract.lint.CallGraph.Edge;
import io.spillway.contract.lint.CallGraph.Node;
import io.spillway.contract.yaml.Units;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A caller that gives up before its callee does: the callee then works for nobody. A timeout covers all attempts of a
 * call, so the callee's is what has to fit, once for each time that the caller's own code repeats the call. Contracts
 * do not say which method calls which; when all methods of the caller are too short one of them certainly is, when only
 * some are it may be meant.
 */
final class CallerTimeoutRule {
    private CallerTimeoutRule() {}

    static void check(CallGraph graph, Findings findings) {
        for (Node caller : graph.nodes()) {
            Collection<MethodPolicy> methods = caller.service().methods().values();
            for (Edge edge : caller.calls()) {
                edge.longest().ifPresent(longest -> {
                    List<MethodPolicy> tooShort = methods.stream()
                            .filter(method -> method.timeout().compareTo(longest) < 0)
                            .sorted(Comparator.comparing(MethodPolicy::timeout).thenComparing(MethodPolicy::method))
                            .toList();
                    if (!tooShort.isEmpty()) {
                        report(caller, edge, longest, tooShort, findings);
                    }
                });
            }
        }
    }

    private static void report(
            Node caller, Edge edge, Duration longest, List<MethodPolicy> tooShort, Findings findings) {
        MethodPolicy shortest = tooShort.get(0);
        MethodPolicy slowest = edge.callee().slowest().orElseThrow();
        int all = caller.service().methods().size();
        int repeated = edge.egress().applicationAttempts();
        String found = shortest.method() + " times out after " + Units.format(shortest.timeout())
                + (tooShort.size() > 1 ? " (and " + (tooShort.size() - 1) + " more of " + all + " methods)" : "")
                + ", but " + slowest.method() + " may take " + Units.format(slowest.timeout())
                + (repeated > 1 ? " and is tried " + repeated + " times" : "");
        String expected = "timeouts of " + caller.name() + " of at least " + Units.format(longest)
                + ", or a shorter one for " + slowest.method();
        findings.add(
                tooShort.size() == all
                        ? Rule.CALLER_TIMEOUT_BELOW_CALLEE.at(edge.egress().location(), found, expected)
                        : Rule.CALLER_TIMEOUT_BELOW_CALLEE.warningAt(
                                edge.egress().location(), found, expected + ", where it is called"));
    }
}
