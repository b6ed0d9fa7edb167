package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Committed files that are generated: compared, or written anew with {@code -Dspillway.update=true}. */
class SimulationDocumentationTest {
    @Test
    void thePageShowsEveryKey() throws Exception {
        Path file = root().resolve("docs/simulation.md");
        String page = Files.readString(file);
        String begin = "<!-- generated: keys -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end: keys -->");
        assertThat(to).isGreaterThanOrEqualTo(from);

        assertCommitted(file, page.substring(0, from) + "\n" + new Tables().of() + page.substring(to));
    }

    @Test
    void theSchemaForEditorsIsCommitted() throws Exception {
        assertCommitted(root().resolve("docs/schema/topology.schema.json"), TopologyFile.jsonSchema());
    }

    @Test
    void everyKeyIsDescribedWithAnExample() {
        assertDescribed(TopologyFile.SCHEMA);
    }

    @Test
    void everyExampleIsATopology() throws Exception {
        try (Stream<Path> files = Files.list(root().resolve("simulation/examples"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                assertThat(TopologyFile.read(file).findings()).as("%s", file).isEmpty();
            }
        }
    }

    private static void assertDescribed(Schema schema) {
        for (Key<?> key : schema.keys()) {
            assertThat(key.description()).as("description of %s", key).isNotBlank();
            assertThat(key.example()).as("example of %s", key).isNotBlank();
            key.type().inner().ifPresent(SimulationDocumentationTest::assertDescribed);
        }
    }

    /** One table for each mapping, under the first place where it stands. */
    private static final class Tables {
        private record Section(String title, Schema schema) {}

        private final IdentityHashMap<Schema, String> titles = new IdentityHashMap<>();
        private final List<Section> sections = new ArrayList<>();
        private final StringBuilder out = new StringBuilder();

        String of() {
            gather("the file", "", TopologyFile.SCHEMA);
            for (Section section : sections) {
                out.append("### ").append(section.title()).append("\n\n");
                out.append("| key | value | default | what it does | example |\n|---|---|---|---|---|\n");
                section.schema().keys().forEach(this::row);
                out.append('\n');
            }
            return out.toString();
        }

        private void gather(String title, String path, Schema schema) {
            if (titles.putIfAbsent(schema, title) == null) {
                sections.add(new Section(title, schema));
                for (Key<?> key : schema.keys()) {
                    String below = path.isEmpty() ? key.name() : path + "." + key.name();
                    key.type().inner().ifPresent(inner -> gather("`" + below + "`", below, inner));
                }
            }
        }

        private void row(Key<?> key) {
            String words = key.type().words();
            String see = key.type()
                    .inner()
                    .map(titles::get)
                    .map(title -> ": " + title)
                    .orElse("");
            String fallback = key.need() == Key.Need.REQUIRED
                    ? "required"
                    : key.writtenDefault()
                            .map(value -> code(value.toString().replaceAll("\\.0$", "")))
                            .orElse("-");
            out.append("| ")
                    .append(String.join(
                            " | ", code(key.name()), words + see, fallback, key.description(), code(key.example())))
                    .append(" |\n");
        }

        private static String code(String text) {
            return "`" + text.replace("|", "\\|") + "`";
        }
    }

    private static void assertCommitted(Path file, String content) throws IOException {
        if (Boolean.getBoolean("spillway.update")) {
            Files.writeString(file, content);
        }
        assertThat(Files.readString(file))
                .as("%s differs from the code; run the tests with -Dspillway.update=true", file)
                .isEqualTo(content);
    }

    /** Whatever folder the test runs in: simulation/target/test-classes. */
    private static Path root() throws URISyntaxException {
        return Path.of(SimulationDocumentationTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("../../..")
                .normalize();
    }
}
