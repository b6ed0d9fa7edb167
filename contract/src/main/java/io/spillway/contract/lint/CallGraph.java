package io.spillway.contract.lint;

import io.spillway.contract.ContractSet;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which service calls which, with what the rules need to know of each. Immutable after it is built. */
final class CallGraph {
    /** One service. {@code index} is its place in {@link #nodes()}. */
    static final class Node {
        private final int index;
        private final ServiceContract service;
        private final List<Edge> calls = new ArrayList<>();
        private final int attempts;
        private final Optional<MethodPolicy> slowest;

        Node(int index, ServiceContract service) {
            this.index = index;
            this.service = service;
            this.attempts = service.methods().values().stream()
                    .mapToInt(MethodPolicy::maxAttempts)
                    .max()
                    .orElse(1);
            this.slowest = service.methods().values().stream()
                    .max(Comparator.comparing(MethodPolicy::timeout)
                            .thenComparing(MethodPolicy::method, Comparator.reverseOrder()));
        }

        int index() {
            return index;
        }

        ServiceContract service() {
            return service;
        }

        String name() {
            return service.name();
        }

        List<Edge> calls() {
            return calls;
        }

        /** The method that may take longest; empty when none is known. */
        Optional<MethodPolicy> slowest() {
            return slowest;
        }
    }

    /** One egress entry to a service of the mesh. */
    record Edge(Egress egress, Node callee) {
        /** The most attempts that one call of the application's code may cost the callee. */
        int attempts() {
            return egress.applicationAttempts() * callee.attempts;
        }

        /** The longest that the application's code may wait for it: its own repetitions are calls of their own. */
        Optional<Duration> longest() {
            return callee.slowest().map(method -> method.timeout().multipliedBy(egress.applicationAttempts()));
        }
    }

    private final List<Node> nodes;

    private CallGraph(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** Egress to unknown services is left out: a rule of its own reports it. */
    static CallGraph of(ContractSet contracts) {
        Map<String, Node> byName = new LinkedHashMap<>();
        contracts.services().values().forEach(service -> byName.put(service.name(), new Node(byName.size(), service)));
        for (Node node : byName.values()) {
            for (Egress egress : node.service.egress()) {
                Node callee = egress.service() == null ? null : byName.get(egress.service());
                if (callee != null) {
                    node.calls.add(new Edge(egress, callee));
                }
            }
        }
        return new CallGraph(List.copyOf(byName.values()));
    }

    /** By name. */
    List<Node> nodes() {
        return nodes;
    }
}
