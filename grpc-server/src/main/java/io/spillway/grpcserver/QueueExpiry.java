package io.spillway.grpcserver;

import io.spillway.overload.Admission;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Drives the queue's clock with the timers of the requests that wait in it: one timer is armed while anybody waits, for
 * the moment at which the first has waited too long. Thread-safe.
 */
final class QueueExpiry {
    private static final long NOT_ARMED = Long.MAX_VALUE;
    /** A timer that is so late went down with its event loop. */
    private static final long LOST_NANOS = 1_000_000_000;

    private final Admission admission;
    private final LongSupplier nanoTime;
    private final AtomicLong armedFor = new AtomicLong(NOT_ARMED);

    QueueExpiry(Admission admission, LongSupplier nanoTime) {
        this.admission = admission;
        this.nanoTime = nanoTime;
    }

    /** @param host a request that waits, or has waited just now */
    void arm(RequestHost host, long nowNanos) {
        long next = admission.nextExpiryNanos();
        if (next == Long.MAX_VALUE) {
            return;
        }
        long armed = armedFor.get();
        boolean needed = armed == NOT_ARMED || next - armed < 0 || nowNanos - armed > LOST_NANOS;
        if (needed && armedFor.compareAndSet(armed, next)) {
            try {
                host.schedule(() -> fire(host), Math.max(0, next - nowNanos));
            } catch (RuntimeException e) {
                armedFor.set(NOT_ARMED);
                throw e;
            }
        }
    }

    private void fire(RequestHost host) {
        armedFor.set(NOT_ARMED);
        admission.expire(nanoTime.getAsLong());
        arm(host, nanoTime.getAsLong());
    }
}
