package io.spillway.discovery;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All instances of all services at one moment. Immutable. */
public final class EndpointTable {
    private static final EndpointTable EMPTY = new EndpointTable(Collections.emptySortedMap());

    private final SortedMap<String, List<Endpoint>> byService;

    private EndpointTable(SortedMap<String, List<Endpoint>> byService) {
        this.byService = byService;
    }

    public static EndpointTable empty() {
        return EMPTY;
    }

    /** Keeps the order of the endpoints within a service. */
    public static EndpointTable of(Collection<Endpoint> endpoints) {
        SortedMap<String, List<Endpoint>> grouped = new TreeMap<>(
                endpoints.stream().collect(Collectors.groupingBy(Endpoint::service, Collectors.toUnmodifiableList())));
        return new EndpointTable(Collections.unmodifiableSortedMap(grouped));
    }

    /** The instances of one service; empty when it has none. */
    public List<Endpoint> of(String service) {
        return byService.getOrDefault(service, List.of());
    }

    public Optional<Endpoint> instance(String instance) {
        return byService.values().stream()
                .flatMap(List::stream)
                .filter(endpoint -> endpoint.instance().equals(instance))
                .findFirst();
    }

    /** By service, in order of the names. */
    public SortedMap<String, List<Endpoint>> byService() {
        return byService;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointTable table && byService.equals(table.byService);
    }

    @Override
    public int hashCode() {
        return byService.hashCode();
    }

    @Override
    public String toString() {
        return byService.toString();
    }
}
