package io.spillway.benchmarks;

import com.netflix.concurrency.limits.Limit;
import io.spillway.simulation.AdmissionControl;
import io.spillway.simulation.Call;
import io.spillway.simulation.Outcome;
import java.util.function.Supplier;

/**
 * A limit of concurrency-limits in front of a simulated replica, as its SimpleLimiter uses it: what is above the limit is
 * refused, each end is a sample, an end after the deadline is a drop. Its own classes take time from their samples.
 */
final class LimiterControl implements AdmissionControl {
    private final Limit limit;
    private int inflight;

    private LimiterControl(Limit limit) {
        this.limit = limit;
    }

    static Maker maker(Supplier<Limit> limit) {
        return (simulation, replica, gate) -> new LimiterControl(limit.get());
    }

    @Override
    public Decision offered(Call call, long nowNanos) {
        if (inflight >= limit.getLimit()) {
            return Decision.REFUSE;
        }
        inflight++;
        call.attach(inflight);
        return Decision.ADMIT;
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {
        inflight--;
        int atStart = call.attachment() instanceof Integer number ? number : 1;
        limit.onSample(nowNanos - latencyNanos, latencyNanos, atStart, call.deadlineNanos() < nowNanos);
    }

    @Override
    public double limit() {
        return limit.getLimit();
    }
}
