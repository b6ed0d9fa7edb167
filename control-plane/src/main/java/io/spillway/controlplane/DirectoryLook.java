package io.spillway.controlplane;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Identity, size and times of every file below a directory at one moment, symbolic links followed, hidden directories
 * left out. Immutable.
 *
 * @param directories real paths of all directories that hold the files
 */
record DirectoryLook(Map<Path, Map<String, Object>> files, Set<Path> directories) {
    private static final int MAX_DEPTH = 16;

    DirectoryLook {
        files = Map.copyOf(files);
        directories = Set.copyOf(directories);
    }

    /** Looks now. What cannot be read counts as a file in a state of its own, so that the rest is still seen. */
    static DirectoryLook at(Path directory) {
        Visitor visitor = new Visitor(directory);
        try {
            Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, visitor);
        } catch (IOException e) {
            visitor.unreadable(directory, e);
        }
        return new DirectoryLook(visitor.files, visitor.directories);
    }

    /** Whether no file changed between the two. A directory alone is no change. */
    boolean hasSameFiles(DirectoryLook other) {
        return files.equals(other.files);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<Path, Map<String, Object>> files = new HashMap<>();
        private final Set<Path> directories = new HashSet<>();

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (!directory.equals(root) && directory.getFileName().toString().startsWith(".")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            directories.add(directory.toRealPath());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
                // ctime too: a rename within the same tick of the clock leaves size and mtime as they were.
                files.put(file, Map.copyOf(Files.readAttributes(file, "unix:ino,size,ctime,lastModifiedTime")));
            } catch (IOException e) {
                unreadable(file, e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable(file, e);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e) {
            if (e != null) {
                unreadable(directory, e);
            }
            return FileVisitResult.CONTINUE;
        }

        private void unreadable(Path path, IOException e) {
            files.put(path, Map.of("unreadable", e.getClass()));
        }
    }
}
