package io.spillway.simulation;

import io.spillway.overload.Permits;

/** Refuses calls above a fixed number in the replica: the protection that needs a number nobody knows. */
final class FixedLimit implements AdmissionControl {
    private final Permits permits;

    FixedLimit(int limit) {
        this.permits = new Permits(limit);
    }

    @Override
    public Decision offered(Call call, long nowNanos) {
        return permits.tryAcquire() ? Decision.ADMIT : Decision.REFUSE;
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {
        permits.release();
    }

    @Override
    public double limit() {
        return permits.limit();
    }
}
