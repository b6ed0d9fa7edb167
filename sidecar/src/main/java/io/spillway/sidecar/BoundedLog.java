package io.spillway.sidecar;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file that never takes more than twice its limit: a full file is renamed to {@code NAME.1}, over the one before.
 * Used by one thread.
 */
final class BoundedLog implements Closeable {
    private final Path file;
    private final long limitBytes;
    private OutputStream out;
    private long size;

    BoundedLog(Path file, long limitBytes) throws IOException {
        this.file = file;
        this.limitBytes = limitBytes;
        this.out = open(file);
        this.size = Files.size(file);
    }

    void write(byte[] bytes, int length) throws IOException {
        if (size > 0 && size + length > limitBytes) {
            out.close();
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            out = open(file);
            size = 0;
        }
        out.write(bytes, 0, length);
        size += length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
