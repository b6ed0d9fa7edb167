package io.spillway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.yaml.SchemaTables;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Committed files that are generated: compared, or written anew with {@code -Dspillway.update=true}. */
class EndpointDocumentationTest {
    @Test
    void thePageShowsEveryKeyOfEndpointsYaml() throws Exception {
        Path file = root().resolve("docs/contract.md");
        String page = Files.readString(file);
        String begin = "<!-- generated: endpoints.yaml -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end: endpoints.yaml -->");
        assertThat(to).isGreaterThanOrEqualTo(from);

        String tables = SchemaTables.of("endpoints.yaml", EndpointFile.SCHEMA);

        assertCommitted(file, page.substring(0, from) + "\n" + tables + page.substring(to));
    }

    @Test
    void theSchemaForEditorsIsCommitted() throws Exception {
        assertCommitted(root().resolve("docs/schema/endpoints.schema.json"), EndpointFile.jsonSchema());
    }

    private static void assertCommitted(Path file, String content) throws IOException {
        if (Boolean.getBoolean("spillway.update")) {
            Files.writeString(file, content);
        }
        assertThat(Files.readString(file))
                .as("%s differs from the code; run the tests with -Dspillway.update=true", file)
                .isEqualTo(content);
    }

    /** Whatever folder the test runs in: discovery/target/test-classes. */
    private static Path root() throws URISyntaxException {
        return Path.of(EndpointDocumentationTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("../../..")
                .normalize();
    }
}
