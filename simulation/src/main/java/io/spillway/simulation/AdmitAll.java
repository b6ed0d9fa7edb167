package io.spillway.simulation;

/** No admission control. */
enum AdmitAll implements AdmissionControl {
    INSTANCE;

    @Override
    public Decision offered(Call call, long nowNanos) {
        return Decision.ADMIT;
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {}
}
