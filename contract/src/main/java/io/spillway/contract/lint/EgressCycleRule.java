package io.spillway.contract.lint;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.lint.CallGraph.Edge;
import io.spillway.contract.lint.CallGraph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Services that call each other in a circle; one finding for each group, with its shortest circle. */
final class EgressCycleRule {
    private EgressCycleRule() {}

    static void check(CallGraph graph, Findings findings) {
        Components components = Components.of(graph);
        for (List<Node> group : components.calleesFirst()) {
            boolean circle = group.size() > 1
                    || group.get(0).calls().stream().anyMatch(edge -> components.isInCycle(group.get(0), edge));
            if (circle) {
                report(group, components, findings);
            }
        }
    }

    private static void report(List<Node> group, Components components, Findings findings) {
        Node start = Collections.min(group, Comparator.comparing(Node::name));
        List<Edge> circle = shortest(start, components);
        StringBuilder found = new StringBuilder(start.name());
        circle.forEach(edge -> found.append(" -> ").append(edge.callee().name()));
        SourceLocation location = circle.get(0).egress().location();
        findings.add(Rule.EGRESS_CYCLE.at(location, found.toString(), "calls in one direction: remove one of these"));
    }

    /** Breadth first from the start until it is reached again; inside a component it always is. */
    private static List<Edge> shortest(Node start, Components components) {
        Map<Node, Edge> reachedBy = new HashMap<>();
        Map<Edge, Node> callerOf = new HashMap<>();
        Deque<Node> queue = new ArrayDeque<>(List.of(start));
        while (!reachedBy.containsKey(start) && !queue.isEmpty()) {
            Node node = queue.remove();
            for (Edge edge : node.calls()) {
                if (components.isInCycle(node, edge) && reachedBy.putIfAbsent(edge.callee(), edge) == null) {
                    callerOf.put(edge, node);
                    queue.add(edge.callee());
                }
            }
        }
        List<Edge> circle = new ArrayList<>();
        Node node = start;
        do {
            Edge edge = Objects.requireNonNull(reachedBy.get(node));
            circle.add(edge);
            node = Objects.requireNonNull(callerOf.get(edge));
        } while (node != start);
        Collections.reverse(circle);
        return circle;
    }
}
