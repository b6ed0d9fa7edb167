package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.ContractDirectory;
import io.spillway.discovery.EndpointFile;
import io.spillway.envoyconfig.CompiledService;
import io.spillway.envoyconfig.EnvoyCompiler;
import io.spillway.envoyconfig.MeshState;
import io.spillway.envoyconfig.ServiceView;
import io.spillway.envoyconfig.StaticConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever contracts say, a real Envoy accepts what is compiled from them. */
class EnvoyAcceptsIT {
    private static final int RANDOM_MESHES = 15;
    /** Repeats one run: {@code -Dspillway.seed=N} in the test's own JVM. */
    private static final Optional<Long> SEED = Optional.ofNullable(Long.getLong("spillway.seed"));

    @TempDir
    private Path work = Path.of("");

    @Test
    void theContractsOfTheMarketplace() throws Exception {
        try (ClaimedBlock block = ClaimedBlock.any()) {
            Path contracts = EditableContracts.copyTo(work.resolve("contracts"), block.block())
                    .directory();
            assertAccepted(read(contracts));
        }
    }

    @Test
    void theExamplesOfTheCompiler() throws Exception {
        assertAccepted(read(Repository.file("envoy-config/target/test-contracts")));
    }

    static LongStream seeds() {
        return SEED.map(LongStream::of).orElseGet(() -> {
            long first = RandomGenerator.getDefault().nextLong();
            return LongStream.range(first, first + RANDOM_MESHES);
        });
    }

    @ParameterizedTest(name = "a random mesh, seed {0}")
    @MethodSource("seeds")
    void aRandomMesh(long seed) throws Exception {
        assertAccepted(RandomMesh.of(seed));
    }

    private static MeshState read(Path directory) {
        ContractDirectory.Result contracts = ContractDirectory.read(directory);
        EndpointFile.Result endpoints = EndpointFile.read(directory, contracts.contracts());
        assertThat(contracts.findings()).isEmpty();
        assertThat(endpoints.findings()).isEmpty();
        assertThat(contracts.contracts().services()).isNotEmpty();
        return new MeshState(contracts.contracts(), endpoints.table());
    }

    private void assertAccepted(MeshState mesh) throws Exception {
        for (String service : mesh.contracts().services().keySet()) {
            CompiledService compiled = new EnvoyCompiler(ServiceView.of(mesh, service)).instance("127.0.0.1");
            assertThat(compiled.findings()).isEmpty();
            assertAccepted(service, StaticConfig.print(compiled));
        }
    }

    private void assertAccepted(String service, String config) throws IOException, InterruptedException {
        Path file = Files.writeString(work.resolve(service + ".json"), config);
        Path output = work.resolve("output");
        Process envoy = new ProcessBuilder(List.of(
                        TestMesh.ENVOY.path().toString(),
                        "--mode",
                        "validate",
                        "--config-path",
                        file.toString(),
                        // Decides whether warnings of deprecated fields are seen.
                        "--log-level",
                        "warning"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(envoy.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(envoy.exitValue())
                    .as("%s%n%s", Files.readString(output), config)
                    .isZero();
            assertThat(Files.readString(output)).doesNotContainIgnoringCase("deprecated");
        } finally {
            envoy.destroyForcibly();
        }
    }
}
