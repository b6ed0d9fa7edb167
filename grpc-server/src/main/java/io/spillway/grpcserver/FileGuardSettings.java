package io.spillway.grpcserver;

import com.google.protobuf.ByteString;
import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings from a YAML file. An edit counts from the next look on; a broken edit, or a file that went away, is logged
 * once and the last good settings stay. The file is looked at rather than watched: notifications miss files that are
 * replaced through a link, as mounted configuration is.
 *
 * <p>Thread-safe: one thread looks, {@link #mode} reads what it left.
 */
public final class FileGuardSettings implements GuardSettings, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(FileGuardSettings.class);

    /** What a look at the file found. */
    private sealed interface Look {
        record Missing() implements Look {}

        record Content(ByteString bytes) implements Look {}

        record Unreadable(String why) implements Look {}
    }

    private final Path file;
    private final Thread looking;
    /** What was acted upon; only for the looking thread. */
    private Look last;
    /** Of the look before; only for the looking thread. */
    private Look before;

    private volatile GuardMode mode;
    private volatile boolean closed;

    private FileGuardSettings(Path file, Duration every, Look first, GuardMode mode) {
        this.file = file;
        last = first;
        before = first;
        this.mode = mode;
        looking = new Thread(() -> look(every), "spillway-guard-settings");
        looking.setDaemon(true);
    }

    static FileGuardSettings watch(Path file, Duration every) {
        Look first = look(file);
        GuardMode mode = GuardMode.ON;
        if (first instanceof Look.Content content) {
            Findings findings = new Findings();
            mode = GuardFile.read(file.toString(), content.bytes().toByteArray(), findings)
                    .orElseThrow(() -> new IllegalArgumentException(text(findings)));
        } else if (first instanceof Look.Unreadable unreadable) {
            throw new IllegalArgumentException(unreadable.why());
        }
        FileGuardSettings settings = new FileGuardSettings(file, every, first, mode);
        settings.looking.start();
        return settings;
    }

    @Override
    public GuardMode mode() {
        return mode;
    }

    /** Looks no more; the last settings stay. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looking);
    }

    private void look(Duration every) {
        while (!closed) {
            LockSupport.parkNanos(this, every.toNanos());
            lookAgain();
        }
    }

    private void lookAgain() {
        Look now = look(file);
        boolean settled = now.equals(before);
        before = now;
        // Twice the same: a file that is being written is not yet a mistake.
        if (settled && !now.equals(last)) {
            last = now;
            take(now);
        }
    }

    private void take(Look now) {
        if (now instanceof Look.Content content) {
            Findings findings = new Findings();
            Optional<GuardMode> read =
                    GuardFile.read(file.toString(), content.bytes().toByteArray(), findings);
            if (read.isPresent()) {
                mode = read.get();
                logger.info("{}: the guard is now {}", file, mode);
            } else {
                logger.error("{}; the guard stays {}", text(findings), mode);
            }
        } else if (now instanceof Look.Unreadable unreadable) {
            logger.error("{}; the guard stays {}", unreadable.why(), mode);
        } else {
            logger.error("{}: found no file (expected: the settings that were there); the guard stays {}", file, mode);
        }
    }

    private static Look look(Path file) {
        try {
            return new Look.Content(ByteString.copyFrom(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return new Look.Missing();
        } catch (IOException e) {
            return new Look.Unreadable(file + ": found " + e + " (expected: a file that can be read)");
        }
    }

    private static String text(Findings findings) {
        return findings.sorted().stream().map(Finding::toString).collect(Collectors.joining("; "));
    }
}
