package io.spillway.xds;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Who should have what, was sent what, has acknowledged or refused what, since when. Every method may be called from
 * any thread; snapshots are taken on the delivery thread and so are consistent.
 */
public final class DeliveryLedger {
    private final DeliveryLoop loop;

    DeliveryLedger(DeliveryLoop loop) {
        this.loop = loop;
    }

    /** Every open stream, and the last one of each instance that went away within the retention (10 minutes). */
    public List<InstanceDelivery> snapshot() {
        return loop.ask(loop::rows);
    }

    public DeliveryCounters counters() {
        return loop.counters();
    }

    /** The number of the last publication; 0 before the first. */
    public long publication() {
        return loop.publication();
    }

    /**
     * Calls {@code listener} on the delivery thread each time an instance has answered all of a publication, which is
     * at once when the publication changes nothing for it. The listener must not block. Closing the result ends it.
     */
    public Registration onSettled(Consumer<Settlement> listener) {
        return loop.onSettled(listener);
    }

    /**
     * Waits until every connected instance whose group is published has answered all of {@code publication} or a
     * later one.
     *
     * @return whether that was reached within the timeout
     */
    public boolean awaitSettled(long publication, Duration timeout) throws InterruptedException {
        CompletableFuture<Void> reached = loop.settled(publication);
        try {
            reached.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            reached.cancel(false); // The loop forgets it with the next event.
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A listener's registration. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
