package io.spillway.benchmarks;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that a thread of its own moves on every millisecond: to read it is to read a field. Both sides of a comparison
 * are given it, since a reading of {@code System.nanoTime} costs more than most of what is compared.
 */
final class CoarseClock extends Clock implements AutoCloseable {
    private static final long STEP_NANOS = 1_000_000;

    private volatile long nanos = System.nanoTime();
    private volatile Instant instant = Instant.now();
    private volatile boolean closed;

    CoarseClock() {
        Thread thread = new Thread(this::tick, "coarse-clock");
        thread.setDaemon(true);
        thread.start();
    }

    private void tick() {
        while (!closed) {
            nanos = System.nanoTime();
            instant = Instant.now();
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return instant;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock knows UTC only");
    }

    @Override
    public void close() {
        closed = true;
    }
}
