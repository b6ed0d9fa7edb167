package io.spillway.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when something below a directory changed.
 *
 * <p>The kernel's events are only a hint: a symbolic link that is swapped, an editor that renames, a directory that
 * appears all look different in them. So an event (or a second without one) leads to a look at every file's identity,
 * size and time, and only a difference there counts. Changes are gathered until none came for the quiet time, at most
 * for the longest time, so that a save in several steps is one change and a stream of saves still gets through.
 *
 * <p>One thread owns everything in here; the listener is called on it.
 */
final class DirectoryWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DirectoryWatcher.class);
    /** How long a change that raised no event may go unseen. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);

    private final Path directory;
    private final Debounce debounce;
    private final Runnable listener;
    private final WatchService events;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param quiet a change is reported when none followed it for this long
     * @param longest a change is reported after this long, whatever follows
     */
    record Debounce(Duration quiet, Duration longest) {
        static final Debounce DEFAULT = new Debounce(Duration.ofMillis(50), Duration.ofMillis(500));
    }

    private DirectoryWatcher(Path directory, Debounce debounce, Runnable listener) throws IOException {
        this.directory = directory;
        this.debounce = debounce;
        this.listener = listener;
        this.events = FileSystems.getDefault().newWatchService();
        this.thread = Thread.ofPlatform().daemon().name("spillway-watch").unstarted(this::run);
    }

    /** Starts watching; the listener is called once for each burst of changes from now on. */
    static DirectoryWatcher start(Path directory, Debounce debounce, Runnable listener) {
        try {
            DirectoryWatcher watcher = new DirectoryWatcher(directory, debounce, listener);
            Map<String, String> before = watcher.look();
            watcher.state = before;
            watcher.thread.start();
            return watcher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> state = Map.of();

    private void run() {
        try {
            while (!closed) {
                await(LOOK_ANYWAY.toNanos());
                Map<String, String> now = look();
                if (!now.equals(state)) {
                    settle(now);
                    listener.run();
                }
            }
        } catch (InterruptedException | java.nio.file.ClosedWatchServiceException e) {
            log.debug("no longer watching {}", directory);
        }
    }

    private void settle(Map<String, String> first) throws InterruptedException {
        long start = System.nanoTime();
        Map<String, String> last = first;
        long lastChange = start;
        while (true) {
            long now = System.nanoTime();
            long wait = Math.min(
                            lastChange + debounce.quiet().toNanos(),
                            start + debounce.longest().toNanos())
                    - now;
            if (wait <= 0) {
                state = last;
                return;
            }
            await(wait);
            Map<String, String> seen = look();
            if (!seen.equals(last)) {
                last = seen;
                lastChange = System.nanoTime();
            }
        }
    }

    private void await(long nanos) throws InterruptedException {
        WatchKey key = events.poll(nanos, TimeUnit.NANOSECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = events.poll();
        }
    }

    /** Identity, size and time of every file, and a watch on every directory. */
    private Map<String, String> look() {
        Map<String, String> seen = new TreeMap<>();
        watched.values().removeIf(key -> !key.isValid());
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            paths.forEach(path -> {
                try {
                    if (Files.isDirectory(path)) {
                        watch(path);
                    } else {
                        // ctime too: a rename within the same second leaves size and mtime as they were.
                        Map<String, Object> attributes =
                                Files.readAttributes(path, "unix:ino,size,ctime,lastModifiedTime");
                        seen.put(path.toString(), attributes.toString());
                    }
                } catch (IOException e) {
                    // Gone between the listing and the look: the next look says so.
                    log.trace("{}: {}", path, e.toString());
                }
            });
        } catch (IOException | UncheckedIOException e) {
            log.debug("cannot list {}: {}", directory, e.toString());
        }
        return seen;
    }

    private void watch(Path path) throws IOException {
        Path real = path.toRealPath();
        if (!watched.containsKey(real)) {
            watched.put(
                    real,
                    real.register(
                            events,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            events.close();
        } catch (IOException e) {
            log.debug("closing the watch on {}: {}", directory, e.toString());
        }
        thread.interrupt();
    }
}
