package io.spillway.controlplane;

import io.spillway.contract.ContractDirectory;
import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import io.spillway.discovery.EndpointFile;
import io.spillway.envoyconfig.CompiledService;
import io.spillway.envoyconfig.MeshState;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Everything that a directory of contracts and endpoints says, read, checked and compiled as the control plane does.
 * Immutable.
 *
 * @param state complete only when there are no errors
 * @param services the configuration of every sidecar that the endpoints name
 * @param findings of all rules over all files, by location
 */
public record MeshDirectory(MeshState state, SortedMap<SidecarNode, CompiledService> services, List<Finding> findings) {

    /**
     * Reads a directory. What is wrong with a file is a finding.
     *
     * @throws java.io.UncheckedIOException when the directory itself cannot be read
     */
    public static MeshDirectory read(Path directory) {
        MeshCompiler compiler = new MeshCompiler();
        MeshDirectory mesh = read(directory, compiler, Set.of());
        // With what is wrong with patches, too, which else shows only when the rest is right.
        return mesh.hasErrors() ? compiled(mesh.state, mesh.findings, compiler, Set.of()) : mesh;
    }

    /**
     * Reads a directory, also for sidecars that the endpoints do not name. With errors, nothing is compiled: the
     * compiler keeps what it remembers of the last good state.
     */
    static MeshDirectory read(Path directory, MeshCompiler compiler, Collection<SidecarNode> more) {
        ContractDirectory.Result contracts = ContractDirectory.read(directory);
        EndpointFile.Result endpoints = EndpointFile.read(directory, contracts.contracts());
        MeshState state = new MeshState(contracts.contracts(), endpoints.table());
        Findings findings = new Findings();
        findings.addAll(contracts.findings());
        findings.addAll(endpoints.findings());
        return findings.hasErrors()
                ? new MeshDirectory(state, Collections.emptySortedMap(), findings.sorted())
                : compiled(state, findings.sorted(), compiler, more);
    }

    private static MeshDirectory compiled(
            MeshState state, List<Finding> found, MeshCompiler compiler, Collection<SidecarNode> more) {
        MeshCompiler.Compiled compiled = compiler.compile(state, nodes(state, more));
        Findings findings = new Findings();
        findings.addAll(found);
        findings.addAll(compiled.findings());
        return new MeshDirectory(state, compiled.services(), findings.sorted());
    }

    /** The same mesh, compiled for further sidecars. */
    MeshDirectory forNodes(MeshCompiler compiler, Collection<SidecarNode> more) {
        return new MeshDirectory(
                state, compiler.compile(state, nodes(state, more)).services(), findings);
    }

    private static Collection<SidecarNode> nodes(MeshState state, Collection<SidecarNode> more) {
        Set<SidecarNode> nodes = new TreeSet<>(more);
        state.endpoints()
                .byService()
                .values()
                .forEach(endpoints -> endpoints.forEach(
                        endpoint -> nodes.add(new SidecarNode(endpoint.service(), endpoint.address()))));
        return nodes;
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
