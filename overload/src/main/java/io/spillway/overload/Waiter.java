package io.spillway.overload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that did not get in at once. Its links in the queue are inside it, so that to wait allocates nothing more.
 *
 * <p>Exactly one of {@link #admitted} and {@link #refused} is called, once, unless {@link Admission#cancel} said true.
 * The call comes on the thread that offered it, that released the permit, or that drives {@link Admission#expire}; it
 * holds no lock, and what it throws reaches that thread.
 */
public abstract class Waiter {
    private final Priority priority;
    private final int cohort;
    private final double cost;
    private final long deadlineNanos;

    // The rest belongs to the queue's lock.
    @Nullable
    Waiter older;

    @Nullable
    Waiter newer;

    @Nullable
    Waiter bucketOlder;

    @Nullable
    Waiter bucketNewer;

    int heapIndex = -1;
    long expiryNanos;
    boolean offered;

    /**
     * @param cohort from {@link Cohorts}, 0 to 127
     * @param cost from {@link MethodCost}, 1 for the mean request
     * @param deadlineNanos on the clock of {@link Admission}, or {@link Admission#NO_DEADLINE}
     */
    protected Waiter(Priority priority, int cohort, double cost, long deadlineNanos) {
        this.priority = Objects.requireNonNull(priority, "priority");
        this.cohort = Cohorts.check(cohort);
        this.cost = MethodCost.check(cost);
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * It goes in now and holds a permit, which its owner releases once.
     *
     * @param inflight what {@link Admission#release} wants back
     */
    protected abstract void admitted(int inflight, long nowNanos);

    /** @param pushbackNanos how long its caller had better wait before it tries again, more than zero */
    protected abstract void refused(Refusal refusal, long pushbackNanos);

    public final Priority priority() {
        return priority;
    }

    public final int cohort() {
        return cohort;
    }

    public final double cost() {
        return cost;
    }

    public final long deadlineNanos() {
        return deadlineNanos;
    }

    /** Of its priority: 0 is served first. */
    final int level() {
        return switch (priority) {
            case CRITICAL -> 0;
            case HIGH -> 1;
            case NORMAL -> 2;
            case SHEDDABLE -> 3;
        };
    }

    /** Of its priority and cohort: 0 is refused last. */
    final int rank() {
        return level() * Cohorts.COUNT + cohort;
    }
}
