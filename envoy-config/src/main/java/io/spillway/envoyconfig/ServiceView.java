package io.spillway.envoyconfig;

import io.spillway.contract.MeshContract;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.discovery.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the configuration of one service depends on, and nothing else: two equal views compile to equal resources, so
 * a service whose view did not change is not compiled again. Immutable.
 *
 * @param own endpoints of the service itself
 * @param callees contracts of the services that it calls, by name
 * @param endpoints endpoints of the services that it calls, by name
 */
public record ServiceView(
        MeshContract mesh,
        ServiceContract contract,
        List<Endpoint> own,
        SortedMap<String, ServiceContract> callees,
        SortedMap<String, List<Endpoint>> endpoints) {

    /**
     * The view of a service that has a contract in {@code state}.
     *
     * @throws IllegalArgumentException when it has none
     */
    public static ServiceView of(MeshState state, String service) {
        ServiceContract contract = state.contracts().services().get(service);
        if (contract == null) {
            throw new IllegalArgumentException("service: " + service + " (expected: one of "
                    + state.contracts().services().keySet() + ")");
        }
        SortedMap<String, ServiceContract> callees = new TreeMap<>();
        SortedMap<String, List<Endpoint>> endpoints = new TreeMap<>();
        contract.egress().stream().map(Egress::service).filter(Objects::nonNull).forEach(name -> {
            ServiceContract callee = state.contracts().services().get(name);
            if (callee != null) {
                callees.put(name, callee);
                endpoints.put(name, state.endpoints().of(name));
            }
        });
        return new ServiceView(
                state.contracts().mesh(), contract, state.endpoints().of(service), callees, endpoints);
    }
}
