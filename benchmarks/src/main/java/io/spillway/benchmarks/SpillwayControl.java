package io.spillway.benchmarks;

import io.spillway.overload.Admission;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.Cohorts;
import io.spillway.overload.MethodCost;
import io.spillway.overload.Refusal;
import io.spillway.overload.Waiter;
import io.spillway.simulation.AdmissionControl;
import io.spillway.simulation.Call;
import io.spillway.simulation.EventHandler;
import io.spillway.simulation.Outcome;
import io.spillway.simulation.Simulation;
import java.util.random.RandomGenerator;

/** The admission of module {@code overload} in front of a simulated replica. */
final class SpillwayControl implements AdmissionControl {
    private final Simulation simulation;
    private final Gate gate;
    private final Admission admission;
    private final Cohorts cohorts;
    private final MethodCost cost = new MethodCost(64);
    private final EventHandler expire = this::expire;
    private long wakeNanos = Long.MAX_VALUE;

    SpillwayControl(Simulation simulation, String replica, Gate gate, Cohorts cohorts) {
        this.simulation = simulation;
        this.gate = gate;
        this.cohorts = cohorts;
        RandomGenerator random = simulation.random("pushback/" + replica)::nextLong;
        this.admission = new Admission(AdmissionConfig.defaults(), random);
    }

    static Factory factory() {
        return (simulation, replica, gate) -> new SpillwayControl(simulation, replica, gate, Cohorts.hourly());
    }

    Admission admission() {
        return admission;
    }

    @Override
    public Decision offered(Call call, long nowNanos) {
        int inflight = admission.tryAcquire(call.deadlineNanos(), nowNanos);
        if (inflight > 0) {
            call.attach(inflight);
            return Decision.ADMIT;
        }
        Held held = new Held(call, nowNanos);
        admission.offer(held, nowNanos);
        held.offering = false;
        if (held.decided == null) {
            wake();
            return Decision.HOLD;
        }
        return held.decided;
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {
        if (!(call.attachment() instanceof Integer inflight)) {
            throw new IllegalStateException("attachment: " + call.attachment() + " (expected: of an admitted call)");
        }
        boolean tooLate = call.deadlineNanos() < nowNanos;
        double own = cost.of(method(call));
        cost.record(method(call), latencyNanos);
        admission.release(
                inflight,
                latencyNanos,
                own,
                tooLate ? io.spillway.overload.Outcome.DROPPED : io.spillway.overload.Outcome.OK,
                nowNanos);
    }

    @Override
    public double limit() {
        return admission.limit();
    }

    private static int method(Call call) {
        return call.method() & 63;
    }

    private void wake() {
        long next = admission.nextExpiryNanos();
        if (next < wakeNanos) {
            wakeNanos = next;
            simulation.at(Math.max(next, simulation.nowNanos()), expire, 0);
        }
    }

    private void expire(long nowNanos, long argument) {
        if (nowNanos >= wakeNanos) {
            wakeNanos = Long.MAX_VALUE;
            admission.expire(nowNanos);
            wake();
        }
    }

    /** A call that did not get in at once. */
    private final class Held extends Waiter {
        private final Call call;
        private boolean offering = true;
        private @org.jspecify.annotations.Nullable Decision decided;

        Held(Call call, long nowNanos) {
            super(
                    call.priority(),
                    cohorts.of(call.user(), nowNanos / 1_000_000),
                    cost.of(method(call)),
                    call.deadlineNanos());
            this.call = call;
        }

        @Override
        protected void admitted(int inflight, long nowNanos) {
            call.attach(inflight);
            if (offering) {
                decided = Decision.ADMIT;
            } else {
                gate.admit(call);
            }
        }

        @Override
        protected void refused(Refusal refusal, long pushbackNanos) {
            if (offering) {
                decided = Decision.REFUSE;
            } else {
                gate.refuse(call);
            }
        }
    }
}
