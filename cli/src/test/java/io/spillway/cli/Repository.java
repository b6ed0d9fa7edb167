package io.spillway.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The checkout that the tests run in. */
final class Repository {
    private Repository() {}

    /** Whatever folder the test runs in: cli/target/test-classes. */
    static Path root() {
        try {
            return Path.of(Repository.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve("../../..")
                    .normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
