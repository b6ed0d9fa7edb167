package io.spillway.incidentlab;

import java.util.concurrent.locks.LockSupport;

/** Time as the load generator sees it; injected so that its tests run in virtual time. */
interface LoadClock {
    LoadClock SYSTEM = new LoadClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void parkUntil(long nanos) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    };

    long nanos();

    /** Returns at {@code nanos}, or earlier: when unparked, or for no reason. */
    void parkUntil(long nanos);
}
