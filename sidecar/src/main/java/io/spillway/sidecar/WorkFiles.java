package io.spillway.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What a sidecar keeps in its work directory. */
record WorkFiles(Path folder) {
    Path bootstrap() {
        return folder.resolve("bootstrap.json");
    }

    /** Written by Envoy: where its admin interface listens. */
    Path adminAddress() {
        return folder.resolve("admin-address");
    }

    Path log() {
        return folder.resolve("envoy.log");
    }

    /** What Envoy writes to its standard output: the access log. */
    Path accessLog() {
        return folder.resolve("access.log");
    }

    void prepare(String bootstrap) {
        try {
            if (!Files.isDirectory(folder)) {
                // The access log may name users: readable for the owner only.
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.writeString(bootstrap(), bootstrap);
        } catch (IOException e) {
            throw new SidecarException("cannot write the sidecar's files into %s: %s".formatted(folder, e), e);
        }
    }
}
