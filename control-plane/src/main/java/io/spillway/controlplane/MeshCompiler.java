package io.spillway.controlplane;

import io.spillway.contract.Finding;
import io.spillway.envoyconfig.CompiledService;
import io.spillway.envoyconfig.EnvoyCompiler;
import io.spillway.envoyconfig.MeshState;
import io.spillway.envoyconfig.ServiceView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compiles the configuration of every sidecar, and compiles again only what changed: a service whose view of the mesh
 * is equal to that of the last time keeps the very resources of that time. Owned by one thread.
 */
final class MeshCompiler {
    /**
     * @param services by node; a node whose service has no contract is left out
     * @param findings patches that could not be applied, each once
     */
    record Compiled(SortedMap<SidecarNode, CompiledService> services, List<Finding> findings) {}

    private record Remembered(ServiceView view, EnvoyCompiler compiler, Map<String, CompiledService> byAddress) {}

    private Map<String, Remembered> remembered = new HashMap<>();

    Compiled compile(MeshState state, Collection<SidecarNode> nodes) {
        Map<String, Remembered> next = new HashMap<>();
        SortedMap<SidecarNode, CompiledService> services = new TreeMap<>();
        Set<Finding> findings = new LinkedHashSet<>();
        for (SidecarNode node : nodes) {
            if (state.contracts().services().containsKey(node.service())) {
                Remembered service = next.computeIfAbsent(node.service(), name -> remember(state, name));
                CompiledService compiled =
                        service.byAddress.computeIfAbsent(node.address(), service.compiler::instance);
                services.put(node, compiled);
                findings.addAll(compiled.findings());
            }
        }
        remembered = next;
        return new Compiled(services, new ArrayList<>(findings));
    }

    private Remembered remember(MeshState state, String service) {
        ServiceView view = ServiceView.of(state, service);
        Remembered before = remembered.get(service);
        return before != null && before.view.equals(view)
                ? before
                : new Remembered(view, new EnvoyCompiler(view), new HashMap<>());
    }
}
