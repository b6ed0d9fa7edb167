package io.spillway.simulation;

/**
 * Decides in front of one replica what it works on. Each call is offered once; each one that was admitted, at once or
 * later through the {@link Gate}, is completed once. All on the thread of the simulation.
 */
public interface AdmissionControl {
    /** What becomes of a call that is offered. */
    enum Decision {
        /** To a worker, or into the queue of the replica when all are busy. */
        ADMIT,
        /** Back to the caller. */
        REFUSE,
        /** Kept by the control, which must later give it to the {@link Gate}. */
        HOLD
    }

    /** Where a control gives the calls that it held. */
    interface Gate {
        /** As {@link Decision#ADMIT}. */
        void admit(Call call);

        /** As {@link Decision#REFUSE}. */
        void refuse(Call call);
    }

    /** Makes the control of one replica; called again for the new process when a replica restarts. */
    @FunctionalInterface
    interface Maker {
        /**
         * A new control.
         *
         * @param simulation to schedule events of its own and for random numbers
         * @param replica name of the replica, such as {@code payments/0}
         * @param gate for the calls that it holds
         */
        AdmissionControl create(Simulation simulation, String replica, Gate gate);
    }

    /** A call has arrived. */
    Decision offered(Call call, long nowNanos);

    /**
     * An admitted call has ended.
     *
     * @param latencyNanos since it was admitted, so with the wait in the queue of the replica
     * @param outcome never REFUSED for lack of admission; REFUSED when the queue of the replica was full
     */
    void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos);

    /** The present limit of concurrent calls, for charts; NaN when there is none. */
    default double limit() {
        return Double.NaN;
    }

    /** How many calls it holds, for charts. */
    default int held() {
        return 0;
    }

    /** Admits everything. */
    static Maker none() {
        return (simulation, replica, gate) -> AdmitAll.INSTANCE;
    }
}
