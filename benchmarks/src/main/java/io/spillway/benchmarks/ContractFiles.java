package io.spillway.benchmarks;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The marketplace's contract directory in memory, as the edits so far have left it. For one thread. */
final class ContractFiles {
    static final String ENDPOINTS = "endpoints.yaml";

    private final Map<String, ByteString> contents = new HashMap<>();

    static ContractFiles read(Path directory) {
        ContractFiles files = new ContractFiles();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(
                        directory.relativize(path).toString().replace('\\', '/'),
                        ByteString.copyFrom(Files.readAllBytes(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static String contract(String service) {
        return service + "/service.yaml";
    }

    static String descriptors(String service) {
        return service + "/" + service + ".binpb";
    }

    ByteString get(String file) {
        ByteString content = contents.get(file);
        if (content == null) {
            throw new IllegalArgumentException("file: " + file + " (expected: one of " + contents.keySet() + ")");
        }
        return content;
    }

    String text(String file) {
        return get(file).toStringUtf8();
    }

    void put(String file, ByteString content) {
        contents.put(file, content);
    }
}
