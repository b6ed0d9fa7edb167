package io.spillway.sidecar;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of Envoy, from its start to its end. Must be started by a thread that lives as long as Envoy shall, see
 * {@link EnvoyCommand}. Two threads of its own carry its output into the log files.
 */
final class EnvoyProcess {
    private static final Logger LOGGER = LoggerFactory.getLogger(EnvoyProcess.class);
    private static final long LOG_LIMIT_BYTES = 16L << 20;
    private static final int EXIT_BY_SIGNAL = 128;

    private final String name;
    private final Process process;
    private final WorkFiles files;
    private final RecentLines recent = new RecentLines();
    private final Thread logPump;

    private EnvoyProcess(String name, Process process, WorkFiles files) {
        this.name = name;
        this.process = process;
        this.files = files;
        // Platform threads: a virtual one holds its carrier while it reads a pipe, and the JDK does not always put
        // another in its place. Some Envoys would then stop every virtual thread of the process.
        this.logPump = Thread.ofPlatform().daemon().name("envoy-log").start(this::pumpLog);
        Thread.ofPlatform().daemon().name("envoy-access-log").start(this::pumpAccessLog);
    }

    static EnvoyProcess start(EnvoyBinary envoy, SidecarConfig config, WorkFiles files, EnvoyCommand.Guard guard) {
        try {
            Files.deleteIfExists(files.adminAddress());
            List<String> command = EnvoyCommand.of(envoy, config, files, guard);
            return new EnvoyProcess(
                    "Envoy of " + config.instance(),
                    new ProcessBuilder(command)
                            .directory(files.folder().toFile())
                            .start(),
                    files);
        } catch (IOException e) {
            throw new SidecarException("cannot start %s: %s".formatted(envoy.path(), e.getMessage()), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Where the admin interface listens, once Envoy has said so. */
    Optional<EnvoyAdmin> admin() {
        try {
            String text = Files.readString(files.adminAddress()).strip();
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                return Optional.empty();
            }
            String host = text.substring(0, colon).replace("[", "").replace("]", "");
            int port = Integer.parseInt(text.substring(colon + 1));
            return Optional.of(new EnvoyAdmin(new InetSocketAddress(InetAddress.ofLiteral(host), port)));
        } catch (IOException | IllegalArgumentException e) {
            // Not written yet, or only in part.
            return Optional.empty();
        }
    }

    boolean endedWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether Envoy gave up by itself, as it does when it cannot use its bootstrap, rather than being killed. */
    boolean gaveUp() {
        return !process.isAlive() && process.exitValue() < EXIT_BY_SIGNAL;
    }

    /** One line on why Envoy ended, in its own words where it had any. */
    String end() throws InterruptedException {
        logPump.join(Duration.ofSeconds(2));
        int code = process.exitValue();
        if (code > EXIT_BY_SIGNAL) {
            return "Envoy (pid %d) was ended by signal %d".formatted(pid(), code - EXIT_BY_SIGNAL);
        }
        return "Envoy (pid %d) exited with code %d: %s".formatted(pid(), code, String.join("; ", recent.errors()));
    }

    Optional<String> lastLogContaining(String text) {
        return recent.lastContaining(text);
    }

    void terminate() {
        // Not process.destroy(), which closes the pipes too: the last lines of the log would be lost, and the guard
        // that
        // watches a pipe would kill Envoy.
        process.toHandle().destroy();
    }

    void kill() {
        process.toHandle().destroyForcibly();
    }

    private void pumpLog() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
                Log log = new Log(files.log())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                recent.add(line);
                RecentLines.alarm(line).ifPresent(message -> LOGGER.warn("{}: {}", name, message));
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                log.write(bytes, bytes.length);
            }
        } catch (IOException e) {
            LOGGER.debug("the log of Envoy {} ended", pid(), e);
        }
    }

    private void pumpAccessLog() {
        byte[] block = new byte[8192];
        try (InputStream in = process.getInputStream();
                Log log = new Log(files.accessLog())) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                log.write(block, length);
            }
        } catch (IOException e) {
            LOGGER.debug("the access log of Envoy {} ended", pid(), e);
        }
    }

    /** A log whose failure is reported once and then ignored: Envoy must never block on a full disk. */
    private static final class Log implements Closeable {
        private final Path file;
        private Optional<BoundedLog> log;

        Log(Path file) {
            this.file = file;
            try {
                log = Optional.of(new BoundedLog(file, LOG_LIMIT_BYTES));
            } catch (IOException e) {
                log = Optional.empty();
                LOGGER.warn("cannot write {}: {}", file, e.toString());
            }
        }

        void write(byte[] bytes, int length) {
            if (log.isPresent()) {
                try {
                    log.get().write(bytes, length);
                } catch (IOException e) {
                    log = Optional.empty();
                    LOGGER.warn("cannot write {}, no more is kept of it: {}", file, e.toString());
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (log.isPresent()) {
                log.get().close();
            }
        }
    }
}
