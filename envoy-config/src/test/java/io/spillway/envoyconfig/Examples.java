package io.spillway.envoyconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.ContractDirectory;
import io.spillway.discovery.EndpointFile;
import java.nio.file.Path;

/** The example contracts, as the build laid them out with their descriptors. */
final class Examples {
    private static final Path DIRECTORY = Path.of(System.getProperty("basedir", "."), "target/test-contracts");

    private Examples() {}

    static MeshState state() {
        ContractDirectory.Result contracts = ContractDirectory.read(DIRECTORY);
        assertThat(contracts.findings()).isEmpty();
        EndpointFile.Result endpoints = EndpointFile.read(DIRECTORY, contracts.contracts());
        assertThat(endpoints.findings()).isEmpty();
        return new MeshState(contracts.contracts(), endpoints.table());
    }

    static CompiledService compile(String service) {
        MeshState state = state();
        CompiledService compiled = new EnvoyCompiler(ServiceView.of(state, service))
                .instance(state.endpoints().of(service).getFirst().address());
        assertThat(compiled.findings()).isEmpty();
        return compiled;
    }
}
