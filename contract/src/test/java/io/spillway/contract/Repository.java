package io.spillway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Committed files that are generated: compared, or written anew with {@code -Dspillway.update=true}. */
final class Repository {
    private static final boolean UPDATE = Boolean.getBoolean("spillway.update");

    private Repository() {}

    /** The root of the repository, whatever folder the test runs in. */
    static Path root() {
        try {
            Path classes = Path.of(Repository.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // contract/target/test-classes
            return classes.resolve("../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static void assertCommitted(Path file, String content) throws IOException {
        if (UPDATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(Files.readString(file))
                .as("%s differs from the code; run the tests with -Dspillway.update=true", file)
                .isEqualTo(content);
    }
}
