package io.spillway.grpcserver;

import io.spillway.overload.Priority;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a second at most, however many requests are refused: a log that grows with the overload adds to it.
 * Thread-safe.
 */
final class OverloadLog {
    private static final Logger logger = LoggerFactory.getLogger(Guard.class);
    private static final long INTERVAL_NANOS = 1_000_000_000;

    private final String guard;
    private final Supplier<String> state;
    private final Map<Priority, LongAdder> refused = new ConcurrentHashMap<>();
    private final AtomicBoolean pending = new AtomicBoolean();
    private final AtomicLong nextNanos;

    /**
     * @param state the limit and why it moved, for the line
     * @param nowNanos the first line may come at once
     */
    OverloadLog(String guard, Supplier<String> state, long nowNanos) {
        this.guard = guard;
        this.state = state;
        nextNanos = new AtomicLong(nowNanos);
    }

    void refused(Priority priority, GuardMode mode, long nowNanos) {
        refused.computeIfAbsent(priority, key -> new LongAdder()).increment();
        pending.setRelease(true);
        flush(mode, nowNanos);
    }

    /** Writes what is left of the last second of an overload; called for requests that are not refused. */
    void flush(GuardMode mode, long nowNanos) {
        if (!pending.getAcquire()) {
            return;
        }
        long next = nextNanos.get();
        if (nowNanos - next < 0 || !nextNanos.compareAndSet(next, nowNanos + INTERVAL_NANOS)) {
            return;
        }
        pending.setRelease(false);
        TreeMap<Priority, Long> counts = new TreeMap<>();
        long total = 0;
        for (Map.Entry<Priority, LongAdder> entry : refused.entrySet()) {
            long count = entry.getValue().sumThenReset();
            if (count > 0) {
                counts.put(entry.getKey(), count);
                total += count;
            }
        }
        if (total > 0 && logger.isWarnEnabled()) {
            logger.warn(
                    "guard {}: {} {} requests since the last line {}; {}",
                    guard,
                    mode == GuardMode.DRY_RUN ? "would have refused" : "refused",
                    total,
                    counts.toString().toLowerCase(Locale.ROOT),
                    state.get());
        }
    }
}
