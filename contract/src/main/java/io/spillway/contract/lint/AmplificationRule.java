package io.spillway.contract.lint;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.lint.CallGraph.Edge;
import io.spillway.contract.lint.CallGraph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts one request may become along any path of calls: each layer multiplies what the one above it sends.
 * The worst path from a service is the worst over its callees, so one pass from callees to callers finds all of them
 * without listing paths, of which there are exponentially many. Circles are a finding of their own; here the calls that
 * close one count as absent.
 */
final class AmplificationRule {
    private static final int HOPS_SHOWN = 12;

    private final long[] worst;
    private final @Nullable Edge[] worstCall;
    private final boolean[] called;

    private AmplificationRule(int size) {
        worst = new long[size];
        worstCall = new @Nullable Edge[size];
        called = new boolean[size];
    }

    static void check(CallGraph graph, int maxAmplification, Findings findings) {
        AmplificationRule rule = new AmplificationRule(graph.nodes().size());
        Components components = Components.of(graph);
        for (List<Node> group : components.calleesFirst()) {
            group.forEach(node -> rule.compute(node, components));
        }
        // A path is as bad as the longest one that it is the end of, and those start where nobody calls.
        for (Node node : graph.nodes()) {
            if (!rule.called[node.index()] && rule.worst[node.index()] > maxAmplification) {
                rule.report(node, maxAmplification, findings);
            }
        }
    }

    private void compute(Node node, Components components) {
        long most = 1;
        for (Edge edge : node.calls()) {
            if (components.isInCycle(node, edge)) {
                continue;
            }
            called[edge.callee().index()] = true;
            long attempts = saturated(edge.attempts(), worst[edge.callee().index()]);
            if (attempts > most) {
                most = attempts;
                worstCall[node.index()] = edge;
            }
        }
        worst[node.index()] = most;
    }

    private static long saturated(long left, long right) {
        return left > Long.MAX_VALUE / right ? Long.MAX_VALUE : left * right;
    }

    private void report(Node root, int maxAmplification, Findings findings) {
        List<String> hops = new ArrayList<>();
        SourceLocation location = root.service().location();
        hops.add(root.name());
        Edge edge = worstCall[root.index()];
        if (edge != null) {
            location = edge.egress().location();
        }
        while (edge != null) {
            hops.add(edge.attempts() == 1 ? edge.callee().name() : edge.callee().name() + " (" + edge.attempts() + ")");
            edge = worstCall[edge.callee().index()];
        }
        String path = hops.size() <= HOPS_SHOWN
                ? String.join(" -> ", hops)
                : String.join(" -> ", hops.subList(0, HOPS_SHOWN)) + " -> ... " + (hops.size() - HOPS_SHOWN) + " more";
        long product = worst[root.index()];
        findings.add(Rule.MAX_AMPLIFICATION.at(
                location,
                path + " = " + (product == Long.MAX_VALUE ? "more than can be counted" : product),
                "at most " + maxAmplification + " attempts of one request (maxAmplification)"));
    }
}
