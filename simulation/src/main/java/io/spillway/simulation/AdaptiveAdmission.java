package io.spillway.simulation;

import io.spillway.overload.Admission;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.Cohorts;
import io.spillway.overload.MethodCost;
import io.spillway.overload.Refusal;
import io.spillway.overload.Waiter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The admission of module {@code overload}, which also runs in production, in front of a simulated replica. */
public final class AdaptiveAdmission implements AdmissionControl {
    private static final int METHODS = 64;

    private final Simulation simulation;
    private final Gate gate;
    private final Admission admission;
    private final Cohorts cohorts = Cohorts.hourly();
    private final MethodCost cost = new MethodCost(METHODS);
    private final EventHandler expire = this::expire;
    private long wakeNanos = Long.MAX_VALUE;

    private AdaptiveAdmission(Simulation simulation, String replica, Gate gate, AdmissionConfig config) {
        this.simulation = simulation;
        this.gate = gate;
        RandomGenerator random = simulation.random("pushback/" + replica);
        this.admission = new Admission(config, random);
    }

    /** One of its own for each replica. */
    public static Maker maker(AdmissionConfig config) {
        return (simulation, replica, gate) -> new AdaptiveAdmission(simulation, replica, gate, config);
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
        double own = cost.of(method(call));
        cost.record(method(call), latencyNanos);
        admission.release(inflight, latencyNanos, own, meaning(call, outcome, nowNanos), nowNanos);
    }

    private static io.spillway.overload.Outcome meaning(Call call, Outcome outcome, long nowNanos) {
        return switch (outcome) {
            case REFUSED, EXPIRED -> io.spillway.overload.Outcome.DROPPED;
            default ->
                call.deadlineNanos() < nowNanos
                        ? io.spillway.overload.Outcome.DROPPED
                        : io.spillway.overload.Outcome.OK;
        };
    }

    @Override
    public double limit() {
        return admission.limit();
    }

    @Override
    public int held() {
        return admission.queued();
    }

    private static int method(Call call) {
        return call.method() % METHODS;
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
        private final long token;
        private boolean offering = true;
        private @Nullable Decision decided;

        Held(Call call, long nowNanos) {
            super(
                    call.priority(),
                    cohorts.of(call.user(), nowNanos / 1_000_000),
                    cost.of(method(call)),
                    call.deadlineNanos());
            this.call = call;
            this.token = call.token();
        }

        @Override
        protected void admitted(int inflight, long nowNanos) {
            if (offering) {
                call.attach(inflight);
                decided = Decision.ADMIT;
            } else if (token == call.token()) {
                call.attach(inflight);
                gate.admit(call);
            }
        }

        @Override
        protected void refused(Refusal refusal, long pushbackNanos) {
            if (offering) {
                call.pushBack(pushbackNanos);
                decided = Decision.REFUSE;
            } else if (token == call.token()) {
                call.pushBack(pushbackNanos);
                gate.refuse(call);
            }
        }
    }
}
