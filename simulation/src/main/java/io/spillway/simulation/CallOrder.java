package io.spillway.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services so that each comes before those that it calls. */
final class CallOrder {
    private CallOrder() {}

    /** @throws IllegalArgumentException when a service calls itself in the end, or one that there is not */
    static List<ServiceSpec> of(List<ServiceSpec> services) {
        Map<String, ServiceSpec> byName = services.stream().collect(Collectors.toMap(ServiceSpec::name, s -> s));
        Map<String, Integer> callers = new HashMap<>();
        for (ServiceSpec service : services) {
            for (CallSpec call : service.calls()) {
                Topology.find(byName, call.service());
                callers.merge(call.service(), 1, Integer::sum);
            }
        }
        Deque<ServiceSpec> ready = new ArrayDeque<>();
        services.stream()
                .filter(service -> !callers.containsKey(service.name()))
                .forEach(ready::add);
        List<ServiceSpec> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            ServiceSpec service = ready.remove();
            ordered.add(service);
            for (CallSpec call : service.calls()) {
                if (callers.merge(call.service(), -1, Integer::sum) == 0) {
                    ready.add(Topology.find(byName, call.service()));
                }
            }
        }
        if (ordered.size() < services.size()) {
            Optional<String> looping = services.stream()
                    .filter(service -> !ordered.contains(service))
                    .map(ServiceSpec::name)
                    .findFirst();
            throw new IllegalArgumentException(
                    "calls: a cycle through " + looping.orElse("") + " (expected: calls that end)");
        }
        return ordered;
    }
}
