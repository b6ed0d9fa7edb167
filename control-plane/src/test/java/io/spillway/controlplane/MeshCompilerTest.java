package io.spillway.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.envoyconfig.EnvoyResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshCompilerTest {
    private static final SidecarNode PAYMENTS = new SidecarNode("payments", "127.1.4.1");
    private static final SidecarNode LEDGER = new SidecarNode("ledger", "127.1.5.1");
    private static final SidecarNode MENU = new SidecarNode("menu", "127.1.3.1");

    private final MeshCompiler compiler = new MeshCompiler();

    @TempDir
    private Path directory;

    private SmallMesh files = new SmallMesh(Path.of(""));

    @BeforeEach
    void writeTheMesh() {
        files = SmallMesh.in(directory);
    }

    @Test
    void everyInstanceThatTheEndpointsNameIsCompiledFor() {
        assertThat(read().services()).containsOnlyKeys(PAYMENTS, LEDGER, MENU);
    }

    @Test
    void whatDidNotChangeKeepsItsVeryResources() {
        MeshDirectory before = read();
        MeshDirectory after = read();

        for (SidecarNode node : before.services().keySet()) {
            assertSame(resources(before, node), resources(after, node));
        }
    }

    @Test
    void aChangeOfOneContractCompilesItAndItsCallersAgainAndNobodyElse() {
        MeshDirectory before = read();
        files.save("ledger/service.yaml", "service: ledger\nport: 9090\n");
        MeshDirectory after = read();

        assertSame(resources(before, MENU), resources(after, MENU));
        assertThat(resources(after, LEDGER).getFirst())
                .isNotSameAs(resources(before, LEDGER).getFirst());
        assertThat(resources(after, PAYMENTS).getFirst())
                .isNotSameAs(resources(before, PAYMENTS).getFirst());
    }

    @Test
    void anErrorLosesNothingOfWhatWasCompiled() {
        MeshDirectory before = read();
        files.save("ledger/service.yaml", "service: ledger\nprot: 9090\n");
        assertThat(read().hasErrors()).isTrue();
        files.save("ledger/service.yaml", "service: ledger\n");
        MeshDirectory after = read();

        assertSame(resources(before, PAYMENTS), resources(after, PAYMENTS));
        assertSame(resources(before, LEDGER), resources(after, LEDGER));
    }

    @Test
    void whatIsWrongWithPatchesShowsBesideOtherErrors() {
        files.save("menu/service.yaml", """
                service: menu
                prot: 1
                envoyPatches: [{resource: cluster, name: nowhere, merge: {connect_timeout: 1s}}]
                """);
        files.save("ledger/service.yaml", """
                service: ledger
                envoyPatches: [{resource: cluster, name: nowhere, merge: {connect_timeout: 1s}}]
                """);

        assertThat(MeshDirectory.read(directory).findings())
                .extracting(finding -> finding.location().file())
                .contains("menu/service.yaml", "ledger/service.yaml");
    }

    private MeshDirectory read() {
        return MeshDirectory.read(files.directory(), compiler, Set.of());
    }

    private static List<EnvoyResource> resources(MeshDirectory mesh, SidecarNode node) {
        var compiled = mesh.services().get(node);
        assertThat(compiled).isNotNull();
        return compiled.resources();
    }

    private static void assertSame(List<EnvoyResource> before, List<EnvoyResource> after) {
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isSameAs(before.get(i));
        }
    }
}
