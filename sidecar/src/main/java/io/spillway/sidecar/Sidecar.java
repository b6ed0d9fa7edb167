package io.spillway.sidecar;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Envoy: started, watched, started again when it dies, drained when closed. Thread-safe.
 *
 * <p>A supervisor thread owns the process; it is a platform thread since the kernel ends Envoy together with the thread
 * that started it. State changes under one lock, by the table in {@link SidecarTransitions}. Envoy ends with this JVM,
 * whatever ends the JVM.
 */
public final class Sidecar implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sidecar.class);
    private static final Duration LOOK = Duration.ofMillis(25);
    private static final Duration TERM_TIMEOUT = Duration.ofSeconds(2);

    private final SidecarConfig config;
    private final EnvoyBinary binary;
    private final SidecarListener listener;
    private final EnvoyCommand.Guard guard;
    private final WorkFiles files;
    private final RestartBackoff backoff = new RestartBackoff(RandomGenerator.getDefault());
    private final Thread supervisor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private SidecarState state = SidecarState.STARTING;
    private String reason = "starting";
    private int restarts;
    private @Nullable EnvoyProcess envoy;

    private Sidecar(SidecarConfig config, EnvoyBinary binary, SidecarListener listener, EnvoyCommand.Guard guard) {
        this.config = config;
        this.binary = binary;
        this.listener = listener;
        this.guard = guard;
        this.files = new WorkFiles(config.workDirectory());
        this.supervisor = Thread.ofPlatform()
                .name("sidecar-" + config.instance())
                .daemon()
                .unstarted(this::supervise);
    }

    /**
     * Starts Envoy and returns at once; {@link #awaitReady()} tells when it serves.
     *
     * @throws SidecarException when the address of the admin interface is taken or the work directory cannot be written
     */
    public static Sidecar start(SidecarConfig config, EnvoyBinary envoy, SidecarListener listener) {
        return start(config, envoy, listener, EnvoyCommand.Guard.ofThisMachine());
    }

    static Sidecar start(SidecarConfig config, EnvoyBinary envoy, SidecarListener listener, EnvoyCommand.Guard guard) {
        PortHolder.clash(config.adminAddress()).ifPresent(clash -> {
            throw new SidecarException("cannot start the sidecar %s: %s".formatted(config.instance(), clash));
        });
        Sidecar sidecar = new Sidecar(config, envoy, listener, guard);
        sidecar.files.prepare(SidecarBootstrap.json(config));
        sidecar.supervisor.start();
        return sidecar;
    }

    public SidecarConfig config() {
        return config;
    }

    public SidecarState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** How often Envoy was started again. */
    public int restarts() {
        lock.lock();
        try {
            return restarts;
        } finally {
            lock.unlock();
        }
    }

    /** Process id of the Envoy that runs now. */
    public OptionalLong pid() {
        return running().map(process -> OptionalLong.of(process.pid())).orElseGet(OptionalLong::empty);
    }

    /** The admin interface of the Envoy that runs now, once it is open. */
    public Optional<EnvoyAdmin> admin() {
        return running().flatMap(EnvoyProcess::admin);
    }

    /**
     * Waits until Envoy has its configuration and serves, at most for the configured time.
     *
     * @throws SidecarException when Envoy fails or the time passes; the message says why, in Envoy's words where it has
     *     any
     */
    public void awaitReady() throws InterruptedException {
        long left = config.readyTimeout().toNanos();
        lock.lock();
        try {
            while (state != SidecarState.READY && !state.isFinal() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (state == SidecarState.READY) {
                return;
            }
            if (state.isFinal() || state == SidecarState.DRAINING) {
                throw new SidecarException("sidecar %s: %s".formatted(config.instance(), reason));
            }
        } finally {
            lock.unlock();
        }
        String why = running()
                .filter(EnvoyProcess::isAlive)
                .map(process -> Readiness.diagnosis(config, process))
                .orElse(reason());
        throw new SidecarException("sidecar %s is not ready after %s: %s (Envoy's log: %s)"
                .formatted(config.instance(), seconds(config.readyTimeout()), why, files.log()));
    }

    /**
     * Drains for at most the configured time, then ends Envoy. Returns when Envoy is gone. Calling it again only waits.
     */
    @Override
    public void close() {
        boolean first = move(SidecarEvent.CLOSED, "closed by its owner");
        boolean interrupted = false;
        try {
            Optional<EnvoyProcess> process = running();
            if (first && process.isPresent()) {
                Optional<EnvoyAdmin> admin = process.get().admin();
                if (admin.isPresent()) {
                    SidecarDrain.drain(admin.get(), config.drainTimeout());
                }
                process.get().terminate();
                if (!process.get().endedWithin(TERM_TIMEOUT)) {
                    process.get().kill();
                }
            }
            supervisor.join();
        } catch (InterruptedException e) {
            running().ifPresent(EnvoyProcess::kill);
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        try {
            while (runOnce()) {
                lock.lock();
                try {
                    restarts++;
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            running().ifPresent(EnvoyProcess::kill);
            move(SidecarEvent.CLOSED, "interrupted");
        } catch (SidecarException e) {
            move(SidecarEvent.REFUSED, String.valueOf(e.getMessage()));
        }
        move(SidecarEvent.ENDED, "Envoy ended");
    }

    /** One life of Envoy and the wait after it; returns whether there shall be another. */
    private boolean runOnce() throws InterruptedException {
        long startNanos = System.nanoTime();
        EnvoyProcess process;
        lock.lock();
        try {
            if (state == SidecarState.DRAINING) {
                return false;
            }
            // Under the lock, so that close() either prevents the start or sees the process.
            process = EnvoyProcess.start(binary, config, files, guard);
            envoy = process;
        } finally {
            lock.unlock();
        }
        while (!process.endedWithin(LOOK)) {
            if (process.admin().filter(Readiness::isReady).isPresent()) {
                move(SidecarEvent.BECAME_READY, "Envoy %s has its configuration".formatted(binary.version()));
                process.endedWithin(Duration.ofDays(36_500));
            }
        }
        if (state() == SidecarState.DRAINING) {
            return false;
        }
        String end = process.end();
        if (process.gaveUp() && move(SidecarEvent.REFUSED, end)) {
            return false;
        }
        Duration wait = backoff.afterLifeOf(Duration.ofNanos(System.nanoTime() - startNanos));
        move(SidecarEvent.DIED, "%s; starting again in %s".formatted(end, seconds(wait)));
        return pause(wait);
    }

    /** Waits unless the sidecar is closed meanwhile; returns whether it was not. */
    private boolean pause(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (left > 0 && state != SidecarState.DRAINING) {
                left = changed.awaitNanos(left);
            }
            return state != SidecarState.DRAINING;
        } finally {
            lock.unlock();
        }
    }

    /** Applies an event; returns whether it changed the state. */
    private boolean move(SidecarEvent event, String why) {
        lock.lock();
        try {
            SidecarState next = SidecarTransitions.next(state, event);
            boolean moved = next != state;
            if (moved || event == SidecarEvent.DIED) {
                LOGGER.info("sidecar {}: {} -> {}: {}", config.instance(), state, next, why);
                state = next;
                reason = why;
                changed.signalAll();
                tell(next, why);
            }
            return moved;
        } finally {
            lock.unlock();
        }
    }

    private void tell(SidecarState next, String why) {
        try {
            listener.changed(this, next, why);
        } catch (RuntimeException e) {
            LOGGER.warn("a sidecar listener failed", e);
        }
    }

    private Optional<EnvoyProcess> running() {
        lock.lock();
        try {
            return Optional.ofNullable(envoy);
        } finally {
            lock.unlock();
        }
    }

    private String reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
