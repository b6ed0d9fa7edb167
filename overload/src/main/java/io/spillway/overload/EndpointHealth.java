package io.spillway.overload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What {@link OutlierDetection} knows of one endpoint; calls to it are reported here. Safe for any number of threads;
 * reporting allocates nothing, and takes no lock but when the endpoint is to be ejected or an interval ends.
 */
public final class EndpointHealth {
    private final OutlierDetection group;
    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger consecutive = new AtomicInteger();

    /** With {@code ejectedUntil}: changed under the lock of the group. */
    private volatile boolean ejected;

    private volatile long ejectedUntil;
    private int ejections;
    private long successesBefore;
    private long failuresBefore;
    private boolean member = true;

    EndpointHealth(OutlierDetection group) {
        this.group = group;
    }

    /** A call came back well. */
    public void succeeded(long nowNanos) {
        if (consecutive.get() != 0) {
            consecutive.set(0);
        }
        successes.increment();
        group.advance(nowNanos);
    }

    /** A call failed for a reason that lies with the endpoint. */
    public void failed(long nowNanos) {
        failures.increment();
        if (consecutive.incrementAndGet() >= group.config().consecutiveFailures() && !ejected(nowNanos)) {
            group.ejectFailing(this, nowNanos);
        }
        group.advance(nowNanos);
    }

    /** Whether it should get no calls now. */
    public boolean ejected(long nowNanos) {
        return ejected && nowNanos - ejectedUntil < 0;
    }

    /** How often it has been ejected, less one for every whole interval that it has been well since. */
    public int ejections() {
        return group.ejectionsOf(this);
    }

    // Below: under the lock of the group.

    boolean failing() {
        return consecutive.get() >= group.config().consecutiveFailures();
    }

    boolean isMember() {
        return member;
    }

    void leave() {
        member = false;
    }

    int ejectionCount() {
        return ejections;
    }

    void eject(long untilNanos) {
        ejections++;
        ejectedUntil = untilNanos;
        ejected = true;
        consecutive.set(0);
    }

    /** At the end of an interval; one that it was ejected in says nothing. */
    void beWell() {
        if (ejected) {
            ejected = false;
        } else {
            ejections = Math.max(0, ejections - 1);
        }
    }

    /** Calls since the last {@link #beginInterval}. */
    long volume() {
        return successes.sum() + failures.sum() - successesBefore - failuresBefore;
    }

    /** 0 to 1, of the calls since the last {@link #beginInterval}; there must be some. */
    double successRate() {
        return (double) (successes.sum() - successesBefore) / volume();
    }

    void beginInterval() {
        successesBefore = successes.sum();
        failuresBefore = failures.sum();
    }
}
