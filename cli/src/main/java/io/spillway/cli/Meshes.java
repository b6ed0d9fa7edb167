package io.spillway.cli;

import io.spillway.contract.FindingsReport;
import io.spillway.controlplane.MeshDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a directory of contracts for a command. */
final class Meshes {
    private Meshes() {}

    static MeshDirectory read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "no directory " + directory + " (expected: a directory with service.yaml files)");
        }
        return MeshDirectory.read(directory);
    }

    /** For commands that need a mesh that can run. */
    static MeshDirectory readWithoutErrors(Path directory) {
        MeshDirectory mesh = read(directory);
        if (mesh.hasErrors()) {
            throw new CommandFailure(ExitCode.USAGE, FindingsReport.text(mesh.findings()));
        }
        return mesh;
    }
}
