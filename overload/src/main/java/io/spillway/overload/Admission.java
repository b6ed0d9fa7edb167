package io.spillway.overload;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Decides which request goes in now, which waits and which is refused.
 *
 * <p>Every request first tries {@link #tryAcquire}. What got in calls {@link #release} once, however it ends. What did
 * not is {@linkplain #offer offered} as a {@link Waiter}, which is admitted or refused, at once or later. Whoever owns
 * the clock calls {@link #expire} when {@link #nextExpiryNanos} has come.
 *
 * <p>Thread-safe. While nobody waits, acquiring and releasing take no lock and allocate nothing: the number in service
 * and the number that ended share one word. Waiters are under one short lock, which is never held while a waiter is
 * called. No waiter is lost: it joins the queue and then looks for a free permit, a release frees the permit and then
 * looks for a waiter, both in volatile order, so one of the two sees the other.
 */
public final class Admission {
    /** The caller waits for as long as it takes. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** The part of the queue that takes anybody, so that it does not run dry when more goes in than before. */
    private static final double FED = 0.5;

    private static final int INFLIGHT_BITS = 24;
    private static final long INFLIGHT_MASK = (1L << INFLIGHT_BITS) - 1;
    private static final long ENDED_ONE = 1L << INFLIGHT_BITS;

    private final AdaptiveLimit limit;
    private final int maxLimit;
    private final QueueBounds bounds;
    private final RandomGenerator random;
    private final AtomicLong endedAndInflight = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock; the size is published for the fast path.
    private final WaitQueue queue = new WaitQueue();
    private final Doorkeeper doorkeeper = new Doorkeeper();
    private final AdmissionCounts counts = new AdmissionCounts();
    private volatile int queued;

    /** @param random for the jitter of pushbacks; used under a lock */
    public Admission(AdmissionConfig config, RandomGenerator random) {
        this.limit = new AdaptiveLimit(config);
        this.maxLimit = config.maxLimit();
        this.bounds = new QueueBounds(limit);
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Goes in when there is room and nobody waits.
     *
     * @param deadlineNanos of the caller, or {@link #NO_DEADLINE}
     * @return how many are in service with this one, for {@link #release}; 0 when it has to be offered
     */
    public int tryAcquire(long deadlineNanos, long nowNanos) {
        if (queued != 0 || passed(deadlineNanos, nowNanos)) {
            return 0;
        }
        return takePermit();
    }

    private int takePermit() {
        int most = limit.limit();
        while (true) {
            long state = endedAndInflight.get();
            int inflight = (int) (state & INFLIGHT_MASK);
            if (inflight >= most) {
                return 0;
            }
            if (endedAndInflight.compareAndSet(state, state + 1)) {
                return inflight + 1;
            }
        }
    }

    /**
     * Admits, queues or refuses, which the waiter hears, maybe before this returns.
     *
     * @throws IllegalStateException when the waiter was offered before
     */
    public void offer(Waiter waiter, long nowNanos) {
        Refusal refusal = null;
        Waiter displaced = null;
        int inflight = 0;
        long pushback = 0;
        lock.lock();
        try {
            if (waiter.offered) {
                throw new IllegalStateException("waiter: offered before (expected: a new one)");
            }
            waiter.offered = true;
            bounds.observe(queue.size(), nowNanos);
            boolean welcome = doorkeeper.arrives(waiter, nowNanos);
            boolean late = passed(waiter.deadlineNanos(), nowNanos);
            inflight = queue.size() == 0 && !late ? takePermit() : 0;
            if (inflight > 0) {
                doorkeeper.admitted(waiter);
                counts.admitted(waiter);
            } else if (late || bounds.tooLate(waiter, queue.costBefore(waiter), nowNanos)) {
                refusal = Refusal.TOO_LATE;
            } else if (!welcome && queue.cost() > bounds.mostCost() * FED) {
                refusal = Refusal.LESS_IMPORTANT;
            } else if (queue.cost() + waiter.cost() > bounds.mostCost() && queue.size() > 0) {
                Waiter least = queue.leastImportant();
                if (least != null && least.rank() > waiter.rank()) {
                    queue.remove(least);
                    displaced = least;
                    enqueue(waiter, nowNanos);
                } else {
                    refusal = Refusal.QUEUE_FULL;
                }
            } else {
                enqueue(waiter, nowNanos);
            }
            if (displaced != null) {
                counts.refused(displaced, Refusal.DISPLACED);
                pushback = pushback();
            }
            if (refusal != null) {
                counts.refused(waiter, refusal);
                pushback = pushback();
            }
        } finally {
            lock.unlock();
        }
        if (inflight > 0) {
            waiter.admitted(inflight, nowNanos);
            return;
        }
        if (displaced != null) {
            displaced.refused(Refusal.DISPLACED, pushback);
        }
        if (refusal != null) {
            waiter.refused(refusal, pushback);
            return;
        }
        // A permit may have been released between the first look and the queue.
        admitWaiters(nowNanos);
    }

    private void enqueue(Waiter waiter, long nowNanos) {
        queue.add(waiter, bounds.expiryNanos(waiter, nowNanos));
        queued = queue.size();
    }

    /**
     * The caller is gone.
     *
     * @return whether the waiter left the queue and hears nothing more; when false it was or is being admitted or
     *     refused, and if admitted its permit has to be released
     */
    public boolean cancel(Waiter waiter) {
        lock.lock();
        try {
            if (!queue.contains(waiter)) {
                return false;
            }
            queue.remove(waiter);
            queued = queue.size();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A request ended; its permit goes to the next waiter.
     *
     * @param inflight as it was told when it was admitted
     * @param serviceNanos since it was admitted
     * @param cost as of {@link MethodCost}
     * @throws IllegalStateException when more are released than were admitted
     */
    public void release(int inflight, long serviceNanos, double cost, Outcome outcome, long nowNanos) {
        long state = endedAndInflight.getAndAdd(ENDED_ONE - 1);
        if ((state & INFLIGHT_MASK) == 0) {
            endedAndInflight.getAndAdd(1 - ENDED_ONE);
            throw new IllegalStateException("release: nothing in service (expected: one release for each permit)");
        }
        limit.record(inflight, serviceNanos, cost, outcome, (state >>> INFLIGHT_BITS) + 1, nowNanos);
        if (queued != 0) {
            admitWaiters(nowNanos);
        }
    }

    private void admitWaiters(long nowNanos) {
        while (queued != 0) {
            Waiter next;
            int inflight;
            lock.lock();
            try {
                next = queue.next();
                inflight = next == null ? 0 : takePermit();
                if (next == null || inflight == 0) {
                    return;
                }
                queue.remove(next);
                queued = queue.size();
                bounds.observe(queue.size(), nowNanos);
                doorkeeper.admitted(next);
                counts.admitted(next);
            } finally {
                lock.unlock();
            }
            next.admitted(inflight, nowNanos);
        }
    }

    /** When {@link #expire} is due; {@link Long#MAX_VALUE} while nobody waits. */
    public long nextExpiryNanos() {
        if (queued == 0) {
            return Long.MAX_VALUE;
        }
        lock.lock();
        try {
            Waiter first = queue.firstToExpire();
            return first == null ? Long.MAX_VALUE : first.expiryNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses who has waited for as long as makes sense. Calling it late refuses them late, no more. */
    public void expire(long nowNanos) {
        while (queued != 0) {
            Waiter first;
            long pushback;
            lock.lock();
            try {
                first = queue.firstToExpire();
                if (first == null || first.expiryNanos - nowNanos > 0) {
                    return;
                }
                queue.remove(first);
                queued = queue.size();
                counts.refused(first, Refusal.WAITED_TOO_LONG);
                pushback = pushback();
            } finally {
                lock.unlock();
            }
            first.refused(Refusal.WAITED_TOO_LONG, pushback);
        }
    }

    public int inflight() {
        return (int) (endedAndInflight.get() & INFLIGHT_MASK);
    }

    public int limit() {
        return limit.limit();
    }

    public int maxLimit() {
        return maxLimit;
    }

    public int queued() {
        return queued;
    }

    public AdmissionSnapshot snapshot() {
        lock.lock();
        try {
            return new AdmissionSnapshot(
                    limit.limit(),
                    inflight(),
                    queue.size(),
                    Duration.ofNanos(limit.baseNanos()),
                    limit.lastMove(),
                    counts.admitted(),
                    counts.refused(),
                    doorkeeper.line());
        } finally {
            lock.unlock();
        }
    }

    /** Twice as much load, twice as long; spread by half so that those refused together do not come back together. */
    private long pushback() {
        return (long) (bounds.pushbackNanos(doorkeeper.pressure()) * (0.5 + random.nextDouble()));
    }

    private static boolean passed(long deadlineNanos, long nowNanos) {
        return deadlineNanos != NO_DEADLINE && deadlineNanos - nowNanos <= 0;
    }
}
