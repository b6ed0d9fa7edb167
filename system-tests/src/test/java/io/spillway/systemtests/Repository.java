package io.spillway.systemtests;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository, wherever the tests are started from. */
final class Repository {
    private Repository() {}

    static Path file(String name) {
        return root().resolve(name);
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (isRoot(folder)) {
                return folder;
            }
        }
        try {
            Path classes = Path.of(Repository.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = classes; folder != null; folder = folder.getParent()) {
                if (isRoot(folder)) {
                    return folder;
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException(
                "not inside the repository: " + Path.of("").toAbsolutePath());
    }

    private static boolean isRoot(Path folder) {
        return Files.exists(folder.resolve("docs/architecture.md")) && Files.exists(folder.resolve("pom.xml"));
    }
}
