package io.spillway.envoyconfig;

import io.spillway.contract.Finding;
import java.util.List;

/**
 * What one instance of a service gets. Immutable; all but the listeners is shared by the instances of the service.
 *
 * @param findings patches that could not be applied; the resources then lack them
 */
public record CompiledService(List<EnvoyResource> resources, List<Finding> findings) {
    public CompiledService {
        resources = List.copyOf(resources);
        findings = List.copyOf(findings);
    }
}
