package io.spillway.contract;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All contracts of one directory, checked together. Immutable.
 *
 * @param services by name, in order of the names
 */
public record ContractSet(MeshContract mesh, SortedMap<String, ServiceContract> services) {
    public ContractSet {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    }

    public static ContractSet empty() {
        return new ContractSet(MeshContract.defaults(), new TreeMap<>(Map.of()));
    }
}
