package io.spillway.simulation;

/** Refuses calls above a fixed number in the replica: the protection that needs a number nobody knows. */
final class FixedLimit implements AdmissionControl {
    private final int limit;
    private int present;

    FixedLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public Decision offered(Call call, long nowNanos) {
        if (present >= limit) {
            return Decision.REFUSE;
        }
        present++;
        return Decision.ADMIT;
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {
        present--;
    }

    @Override
    public double limit() {
        return limit;
    }
}
