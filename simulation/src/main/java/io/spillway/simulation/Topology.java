package io.spillway.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who calls whom, how much, and what goes wrong.
 *
 * @param name for reports
 * @param duration how long requests come
 * @param interval of the measurements over time
 * @param clients at least one
 * @param services whose calls have no cycle
 * @param faults in any order
 */
public record Topology(
        String name,
        Duration duration,
        Duration interval,
        List<ClientSpec> clients,
        List<ServiceSpec> services,
        List<FaultSpec> faults) {
    public Topology {
        clients = List.copyOf(clients);
        services = List.copyOf(services);
        faults = List.copyOf(faults);
        if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: > 0, at most 7 days)");
        }
        if (interval.isNegative() || interval.isZero() || duration.dividedBy(interval) > 1_000_000) {
            throw new IllegalArgumentException(
                    "interval: " + interval + " (expected: > 0, at most 1,000,000 in the duration)");
        }
        Map<String, ServiceSpec> byName = new HashMap<>();
        for (ServiceSpec service : services) {
            if (byName.put(service.name(), service) != null) {
                throw new IllegalArgumentException("services: two " + service.name() + " (expected: distinct names)");
            }
        }
        Set<String> clientNames = new HashSet<>();
        for (ClientSpec client : clients) {
            if (!clientNames.add(client.name())) {
                throw new IllegalArgumentException("clients: two " + client.name() + " (expected: distinct names)");
            }
            find(byName, client.service());
        }
        faults.forEach(fault -> find(byName, fault.service()));
        CallOrder.of(services);
    }

    /** Measured each virtual second, nothing goes wrong. */
    public static Topology of(String name, Duration duration, List<ClientSpec> clients, List<ServiceSpec> services) {
        return new Topology(name, duration, Duration.ofSeconds(1), clients, services, List.of());
    }

    public Topology with(FaultSpec... some) {
        return new Topology(name, duration, interval, clients, services, List.of(some));
    }

    public Topology withInterval(Duration value) {
        return new Topology(name, duration, value, clients, services, faults);
    }

    static <T> T find(Map<String, T> services, String name) {
        T service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("service: " + name + " (expected: one of the topology)");
        }
        return service;
    }
}
