package io.spillway.controlplane;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when something below a directory changed.
 *
 * <p>The kernel's events are only a hint: a symbolic link that is swapped, an editor that renames, a directory that
 * appears all look different in them. So an event (or a second without one) leads to a {@link DirectoryLook}, and only
 * a difference there counts. Changes are gathered until none came for the quiet time, at most for the longest time, so
 * that a save in several steps is one change and a stream of saves still gets through.
 *
 * <p>One thread owns everything in here; the listener is called on it. Nothing but {@link #close} ends it.
 */
final class DirectoryWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DirectoryWatcher.class);
    /** How long a change that raised no event may go unseen. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);

    private final Path directory;
    private final Debounce debounce;
    private final Supplier<DirectoryLook> looks;
    private final Runnable listener;
    private final WatchService events;
    private final Thread thread;

    // Below: only the watching thread, once it runs.
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private DirectoryLook reported;

    /**
     * @param quiet a change is reported when none followed it for this long
     * @param longest a change is reported after this long, whatever follows
     */
    record Debounce(Duration quiet, Duration longest) {}

    private DirectoryWatcher(Path directory, Debounce debounce, Supplier<DirectoryLook> looks, Runnable listener)
            throws IOException {
        this.directory = directory;
        this.debounce = debounce;
        this.looks = looks;
        this.listener = listener;
        this.events = FileSystems.getDefault().newWatchService();
        this.reported = looks.get();
        this.thread = Thread.ofPlatform().daemon().name("spillway-watch").unstarted(this::run);
    }

    /**
     * Starts watching; the listener is called once for each burst of changes from now on.
     *
     * @throws IOException when the system has no more watches to give
     */
    static DirectoryWatcher start(Path directory, Debounce debounce, Runnable listener) throws IOException {
        return start(directory, debounce, () -> DirectoryLook.at(directory), listener);
    }

    static DirectoryWatcher start(Path directory, Debounce debounce, Supplier<DirectoryLook> looks, Runnable listener)
            throws IOException {
        DirectoryWatcher watcher = new DirectoryWatcher(directory, debounce, looks, listener);
        watcher.watch(watcher.reported.directories());
        watcher.thread.start();
        return watcher;
    }

    private void run() {
        while (true) {
            try {
                await(LOOK_ANYWAY.toNanos());
                DirectoryLook now = look();
                if (!now.hasSameFiles(reported)) {
                    reported = settled(now);
                    listener.run();
                }
            } catch (InterruptedException | ClosedWatchServiceException e) {
                log.debug("no longer watching {}", directory);
                return;
            } catch (RuntimeException e) {
                // The next event, or the next second, is a new chance.
                log.warn("a look at {} failed", directory, e);
            }
        }
    }

    private DirectoryLook settled(DirectoryLook first) throws InterruptedException {
        long start = System.nanoTime();
        long lastChange = start;
        DirectoryLook last = first;
        while (true) {
            long quiet = lastChange + debounce.quiet().toNanos() - System.nanoTime();
            long longest = start + debounce.longest().toNanos() - System.nanoTime();
            if (Math.min(quiet, longest) <= 0) {
                return last;
            }
            await(Math.min(quiet, longest));
            DirectoryLook now = look();
            if (!now.hasSameFiles(last)) {
                last = now;
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

    private DirectoryLook look() {
        DirectoryLook look = looks.get();
        watch(look.directories());
        return look;
    }

    private void watch(Set<Path> directories) {
        watched.entrySet().removeIf(entry -> {
            boolean gone = !directories.contains(entry.getKey());
            if (gone) {
                entry.getValue().cancel();
            }
            return gone || !entry.getValue().isValid();
        });
        for (Path path : directories) {
            if (!watched.containsKey(path)) {
                try {
                    watched.put(
                            path,
                            path.register(
                                    events,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    // Gone already, or out of watches: it is still looked at each second.
                    log.debug("no events for {}: {}", path, e.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            log.debug("closing the watch on {}: {}", directory, e.toString());
        }
        thread.interrupt();
    }
}
