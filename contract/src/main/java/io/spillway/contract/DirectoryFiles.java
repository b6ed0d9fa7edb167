package io.spillway.contract;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contract files of a directory. Symbolic links are followed: Kubernetes mounts configuration as links. */
final class DirectoryFiles implements ContractFiles {
    private static final int MAX_DEPTH = 16;

    private final Path directory;
    private final List<String> paths;
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    /** @throws UncheckedIOException when the directory itself cannot be read */
    DirectoryFiles(Path directory) {
        this.directory = directory;
        List<String> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                            return folder.equals(directory) || ContractFiles.isContent(relative(folder))
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            String path = relative(file);
                            if (!ContractFiles.isContent(path)) {
                                return FileVisitResult.CONTINUE;
                            }
                            if (attributes.isRegularFile()) {
                                found.add(path);
                            } else if (attributes.isSymbolicLink() && path.endsWith(".yaml")) {
                                unreadable.put(path, "which is a link to nothing");
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            if (file.equals(directory)) {
                                throw e;
                            }
                            // A file that vanished meanwhile is none, and a loop of links holds nothing new.
                            boolean harmless = e instanceof NoSuchFileException || e instanceof FileSystemLoopException;
                            if (!harmless && ContractFiles.isContent(relative(file))) {
                                unreadable.put(relative(file), reason(e));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("directory: " + directory + " (expected: a readable directory)", e);
        }
        if (!Files.isDirectory(directory)) {
            throw new UncheckedIOException(
                    new IOException("directory: " + directory + " (expected: a directory, not a file)"));
        }
        found.sort(null);
        paths = List.copyOf(found);
    }

    private String relative(Path path) {
        return directory.relativize(path).toString().replace(File.separatorChar, '/');
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    @Override
    public Map<String, String> unreadable() {
        return unreadable;
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "to which access is denied" : "which cannot be read: " + e;
    }

    @Override
    public Optional<byte[]> content(String path, int maxBytes, SourceLocation named, Findings findings) {
        Path file = directory.resolve(path);
        if (!Files.isRegularFile(file)) {
            findings.add(ContractFiles.missing(path, named));
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                findings.add(ContractFiles.tooLarge(path, Files.size(file), maxBytes, named));
                return Optional.empty();
            }
            return Optional.of(content);
        } catch (IOException e) {
            findings.add(Rule.FILE_UNREADABLE.at(named, path + ", " + reason(e), "a readable file"));
            return Optional.empty();
        }
    }
}
