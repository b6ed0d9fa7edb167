package io.spillway.envoyconfig;

import io.spillway.contract.Finding;
import io.spillway.contract.MeshContract.Tracing;
import io.spillway.contract.Origin;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles the Envoy configuration of one service.
 *
 * <p>What the instances of a service share (clusters and endpoints of its egress, route tables) is compiled once, when
 * the compiler is made; {@link #instance} adds the three resources that hold an instance's own address. Immutable and
 * thread-safe.
 */
public final class EnvoyCompiler {
    private final ServiceView view;
    private final EnvoyPatcher patcher;
    private final List<EnvoyResource> shared = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    public EnvoyCompiler(ServiceView view) {
        this.view = view;
        this.patcher = new EnvoyPatcher(view.contract().envoyPatches());
        ServiceContract contract = view.contract();
        for (int index = 0; index < contract.egress().size(); index++) {
            Egress egress = contract.egress().get(index);
            Origin origin = new Origin("egress[" + index + "]", egress.location());
            ServiceContract callee =
                    egress.service() == null ? null : view.callees().get(egress.service());
            if (callee != null) {
                add(Clusters.egress(callee, origin));
                add(EndpointAssignment.of(callee.name(), view.endpoints().getOrDefault(callee.name(), List.of())));
            } else if (egress.host() != null) {
                add(Clusters.external(HostAndPort.parse(egress.host()), origin));
            }
        }
        // The sidecar asks for its own service's endpoints too: zone-aware choice compares where callers and callees
        // are.
        if (!view.callees().containsKey(contract.name())) {
            add(EndpointAssignment.of(contract.name(), view.own()));
        }
        Tracing tracing = view.mesh().tracing();
        if (tracing != null) {
            add(Clusters.traces(
                    tracing, new Origin("tracing", view.mesh().origins().get("tracing"))));
        }
        add(Routes.ingress(contract));
        add(Routes.egress(view));
    }

    /** The complete configuration of the instance that has this address. */
    public CompiledService instance(String address) {
        List<EnvoyResource> resources = new ArrayList<>(shared);
        List<Finding> all = new ArrayList<>(findings);
        Tracing tracing = view.mesh().tracing();
        for (EnvoyResource resource : List.of(
                Clusters.application(view.contract(), address),
                Listeners.ingress(view.contract(), tracing, address),
                Listeners.egress(view.contract(), tracing, address))) {
            resources.add(patcher.apply(resource, all));
        }
        all.addAll(patcher.unmatched(resources));
        return new CompiledService(resources, all);
    }

    private void add(EnvoyResource resource) {
        shared.add(patcher.apply(resource, findings));
    }
}
