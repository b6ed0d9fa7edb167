package io.spillway.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.xds.Resource;
import io.spillway.xds.ResourceSet;
import io.spillway.xds.ResourceType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
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
    void resourcesThatDidNotChangeAreNotSerialisedAgain() {
        Publication publication = new Publication();
        Map<String, ResourceSet> before = publication.of(read(), Set.of(), Set.of());
        files.save("ledger/service.yaml", "service: ledger\nport: 9090\n");
        Map<String, ResourceSet> after = publication.of(read(), Set.of(), Set.of());

        Map<String, Resource> menu = set(before, MENU).of(ResourceType.CLUSTER);
        assertThat(menu).isNotEmpty();
        menu.forEach((name, resource) ->
                assertThat(set(after, MENU).of(ResourceType.CLUSTER).get(name)).isSameAs(resource));
        assertThat(set(after, LEDGER)).isNotEqualTo(set(before, LEDGER));
    }

    @Test
    void aSidecarWhoseServiceLostItsContractIsGivenNothing() {
        Publication publication = new Publication();

        Map<String, ResourceSet> groups =
                publication.of(read(), Set.of(new SidecarNode("orders", "127.1.2.1")), Set.of("orders"));

        assertThat(groups.get("orders@127.1.2.1")).isEqualTo(ResourceSet.empty());
        assertThat(groups).doesNotContainKey("grpc:orders");
    }

    @Test
    void grpcClientsAreGivenAllServicesOrTheEgressOfTheirs() {
        Map<String, ResourceSet> groups = new Publication().of(read(), Set.of(), Set.of("payments"));

        assertThat(names(groups, "grpc")).contains("ledger", "menu", "payments");
        assertThat(names(groups, "grpc:payments")).contains("ledger").doesNotContain("menu", "payments");
    }

    @Test
    void aCommentChangesNoVersion() {
        Map<String, ResourceSet> before = new Publication().of(read(), Set.of(), Set.of());
        files.save("payments/service.yaml", "# a comment\n" + SmallMesh.PAYMENTS);
        Map<String, ResourceSet> after = new Publication().of(read(), Set.of(), Set.of());

        assertThat(after).isEqualTo(before);
    }

    private static Set<String> names(Map<String, ResourceSet> groups, String group) {
        ResourceSet set = groups.get(group);
        assertThat(set).isNotNull();
        return set.of(ResourceType.LISTENER).keySet();
    }

    private static ResourceSet set(Map<String, ResourceSet> groups, SidecarNode node) {
        ResourceSet set = groups.get(node.group());
        assertThat(set).isNotNull();
        return set;
    }

    private MeshDirectory read() {
        return MeshDirectory.read(files.directory(), compiler, Set.of());
    }
}
