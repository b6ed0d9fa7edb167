package io.spillway.xds;

import java.util.concurrent.atomic.LongAdder;

/** Totals since the server was built, for metrics. Thread-safe; counted by the delivery thread. */
public final class DeliveryCounters {
    private final LongAdder streamsOpened = new LongAdder();
    private final LongAdder streamsRejected = new LongAdder();
    private final LongAdder responses = new LongAdder();
    private final LongAdder resources = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder acknowledgements = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    DeliveryCounters() {}

    void streamOpened() {
        streamsOpened.increment();
    }

    void streamRejected() {
        streamsRejected.increment();
    }

    void sent(Batch batch, int size) {
        responses.increment();
        resources.add(batch.changed().size());
        removals.add(batch.removed().size());
        bytes.add(size);
    }

    void acknowledged() {
        acknowledgements.increment();
    }

    void refused() {
        refusals.increment();
    }

    public long streamsOpened() {
        return streamsOpened.sum();
    }

    /** Streams closed because their node was unknown. */
    public long streamsRejected() {
        return streamsRejected.sum();
    }

    public long responsesSent() {
        return responses.sum();
    }

    /** Resources sent as new or changed; a state-of-the-world response that repeats others does not count those. */
    public long resourcesSent() {
        return resources.sum();
    }

    public long removalsSent() {
        return removals.sum();
    }

    public long bytesSent() {
        return bytes.sum();
    }

    public long acknowledgements() {
        return acknowledgements.sum();
    }

    /** Responses that a client refused. */
    public long refusals() {
        return refusals.sum();
    }
}
