package io.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.Finding;
import io.spillway.controlplane.MeshDirectory;
import io.spillway.envoyconfig.EnvoyResource;
import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditGeneratorTest {
    private static final int EDITS = 300;

    @TempDir
    private Path directory;

    @Test
    void theSameSeedDrawsTheSameEdits() {
        assertThat(descriptions(7)).isEqualTo(descriptions(7)).isNotEqualTo(descriptions(8));
    }

    @Test
    void everyEditIsValidAndChangesWhatItSaysThatItChanges() throws IOException {
        MarketplaceContracts.copyTo(directory, AddressBlock.DEFAULT);
        EditGenerator generator = new EditGenerator(ContractFiles.read(directory), 3);
        Set<EditKind> kinds = EnumSet.noneOf(EditKind.class);
        Map<String, Object> before = compiled();
        for (int count = 0; count < EDITS; count++) {
            Edit edit = generator.next();
            kinds.add(edit.kind());
            Files.write(directory.resolve(edit.file()), edit.content().toByteArray());
            Map<String, Object> after = compiled();
            for (Edit.Change change : edit.changes()) {
                String name = change.service() + " " + change.type() + " " + change.resource();
                assertThat(after.get(name)).as(edit.description()).isNotNull().isNotEqualTo(before.get(name));
            }
            before = after;
        }
        assertThat(kinds).containsExactlyInAnyOrder(EditKind.values());
    }

    private List<String> descriptions(long seed) {
        MarketplaceContracts.copyTo(directory, AddressBlock.DEFAULT);
        EditGenerator generator = new EditGenerator(ContractFiles.read(directory), seed);
        List<String> descriptions = new ArrayList<>();
        for (int count = 0; count < EDITS; count++) {
            descriptions.add(generator.next().description());
        }
        return descriptions;
    }

    private Map<String, Object> compiled() {
        MeshDirectory mesh = MeshDirectory.read(directory);
        assertThat(mesh.findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .isEmpty();
        Map<String, Object> compiled = new HashMap<>();
        mesh.services()
                .forEach((node, service) -> service.resources()
                        .forEach(resource -> compiled.put(
                                node.service() + " " + resource.kind() + " " + resource.name(), content(resource))));
        return compiled;
    }

    private static Object content(EnvoyResource resource) {
        return resource.message().toByteString();
    }
}
