package io.spillway.benchmarks;

import io.spillway.simulation.AdmissionControl;
import io.spillway.simulation.Call;
import io.spillway.simulation.LatencyHistogram;
import io.spillway.simulation.Outcome;

/** Measures what another control admits: from arrival to end, wait included, once the service is warm. */
final class AcceptedLatency implements AdmissionControl {
    private final AdmissionControl control;
    private final LatencyHistogram latency;
    private final long fromNanos;

    private AcceptedLatency(AdmissionControl control, LatencyHistogram latency, long fromNanos) {
        this.control = control;
        this.latency = latency;
        this.fromNanos = fromNanos;
    }

    static Maker of(Maker maker, LatencyHistogram latency, long fromNanos) {
        return (simulation, replica, gate) ->
                new AcceptedLatency(maker.create(simulation, replica, gate), latency, fromNanos);
    }

    @Override
    public Decision offered(Call call, long nowNanos) {
        return control.offered(call, nowNanos);
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {
        if (nowNanos >= fromNanos) {
            latency.add(nowNanos - call.arrivedNanos());
        }
        control.completed(call, latencyNanos, outcome, nowNanos);
    }

    @Override
    public double limit() {
        return control.limit();
    }
}
