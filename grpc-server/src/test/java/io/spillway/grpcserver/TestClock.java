package io.spillway.grpcserver;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Stands still unless the test moves it, so that nobody waits too long because the machine is slow. */
final class TestClock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong(System.nanoTime());

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }
}
