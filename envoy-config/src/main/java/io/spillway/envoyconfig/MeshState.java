package io.spillway.envoyconfig;

import io.spillway.contract.ContractSet;
import io.spillway.discovery.EndpointTable;

/** All that the mesh is configured from at one moment. Immutable. */
public record MeshState(ContractSet contracts, EndpointTable endpoints) {
    public static MeshState empty() {
        return new MeshState(ContractSet.empty(), EndpointTable.empty());
    }
}
