package io.spillway.simulation;

import java.util.Map;

/** One process of a service: admits calls, queues them, works on them, calls others for them, answers. */
final class Replica implements AdmissionControl.Gate {
    private final Service service;
    private final ServiceSpec spec;
    private final World world;
    private final String name;
    private final RandomStream random;
    private final EventHandler workDone = this::workDone;
    private final EventHandler resumed = (now, argument) -> drain(now);
    private final LiveCalls present = new LiveCalls();
    private final Condition condition = new Condition();
    private final CallQueue queue = new CallQueue();
    private final CallQueue unanswered = new CallQueue();
    private Dependency[] dependencies = {};
    private AdmissionControl admission;

    private boolean up = true;
    private int incarnation;
    private boolean draining;
    private int workers;
    private int busy;
    private int sinceCollection;
    private long pausedUntil;
    private long pausedTotal;
    private long joinedNanos;

    Replica(Service service, int index) {
        this.service = service;
        this.spec = service.spec;
        this.world = service.world;
        this.name = spec.name() + "/" + index;
        this.random = world.simulation.random("work/" + name);
        this.joinedNanos = -spec.warmUp().duration().toNanos();
        this.workers = spec.workers();
        this.admission = spec.admission().create(world.simulation, name, this);
    }

    void connect(Map<String, Service> services) {
        dependencies = new Dependency[spec.calls().size()];
        for (int i = 0; i < dependencies.length; i++) {
            dependencies[i] = new Dependency(this, world, service, i, services, name);
        }
    }

    boolean isUp() {
        return up;
    }

    /** How often a process took the place of one that died. */
    int incarnation() {
        return incarnation;
    }

    int inFlight() {
        return present.size();
    }

    int queued() {
        return queue.size() + admission.held();
    }

    double limit() {
        return admission.limit();
    }

    void arrive(Call call, long nowNanos) {
        service.meter.arrivals++;
        call.arrivedNanos = nowNanos;
        call.replica = this;
        if (!up) {
            end(call, Outcome.UNAVAILABLE, nowNanos);
            return;
        }
        present.add(call);
        call.state = Call.State.OFFERED;
        if (condition.answersNothing) {
            unanswered.add(call);
            return;
        }
        switch (admission.offered(call, nowNanos)) {
            case ADMIT -> admit(call);
            case REFUSE -> refuse(call);
            case HOLD -> {}
        }
    }

    @Override
    public void admit(Call call) {
        long now = world.simulation.nowNanos();
        call.admittedNanos = now;
        if (queue.size() == 0 && canStart(now)) {
            start(call, now);
        } else if (queue.size() < spec.queue()) {
            call.state = Call.State.QUEUED;
            queue.add(call);
        } else {
            finish(call, Outcome.REFUSED, now);
        }
    }

    @Override
    public void refuse(Call call) {
        present.remove(call);
        end(call, Outcome.REFUSED, world.simulation.nowNanos());
    }

    private boolean canStart(long nowNanos) {
        return busy < workers && nowNanos >= pausedUntil;
    }

    /** Gives waiting calls to free workers. */
    void drain(long nowNanos) {
        if (draining) {
            return;
        }
        draining = true;
        while (up && canStart(nowNanos)) {
            Call call = queue.poll();
            if (call == null) {
                break;
            }
            if (spec.deadlines() == ServiceSpec.Deadlines.PROPAGATED && call.deadlineNanos <= nowNanos) {
                finish(call, Outcome.EXPIRED, nowNanos);
            } else {
                start(call, nowNanos);
            }
        }
        draining = false;
    }

    private void start(Call call, long nowNanos) {
        busy++;
        call.state = Call.State.WORKING;
        call.failed = random.nextChance(condition.errorRate);
        call.pausedBefore = pausedTotal;
        // A failing replica fails fast, which is what makes it attractive to balancers.
        double factor = call.failed ? 0 : call.workFactor * condition.latencyFactor * coldness(nowNanos);
        long work = factor == 0 ? 0 : (long) (spec.work().sampleNanos(random) * factor);
        world.simulation.at(nowNanos + work, workDone, call.token());
    }

    private double coldness(long nowNanos) {
        long left = joinedNanos + spec.warmUp().duration().toNanos() - nowNanos;
        return left <= 0
                ? 1
                : 1
                        + (spec.warmUp().factor() - 1)
                                * left
                                / spec.warmUp().duration().toNanos();
    }

    private void workDone(long nowNanos, long token) {
        Call call = world.calls.find(token);
        if (call == null) {
            return;
        }
        long paused = pausedTotal - call.pausedBefore;
        if (paused > 0) {
            call.pausedBefore = pausedTotal;
            world.simulation.at(nowNanos + paused, workDone, token);
            return;
        }
        collectGarbage(nowNanos);
        if (call.failed) {
            finish(call, Outcome.ERROR, nowNanos);
            return;
        }
        if (dependencies.length == 0) {
            finish(call, Outcome.OK, nowNanos);
            return;
        }
        call.state = Call.State.WAITING;
        call.step = 0;
        if (spec.threads() == ServiceSpec.Threads.ASYNC) {
            busy--;
            drain(nowNanos);
        }
        if (spec.order() == ServiceSpec.Order.SEQUENTIAL) {
            callNext(call, nowNanos);
        } else {
            callAll(call, nowNanos);
        }
    }

    private void callNext(Call call, long nowNanos) {
        call.pending = 1;
        while (call.step < dependencies.length) {
            if (dependencies[call.step++].begin(call, nowNanos)) {
                return;
            }
        }
        finish(call, Outcome.OK, nowNanos);
    }

    private void callAll(Call call, long nowNanos) {
        // One more than there are, so that the call does not end before all have begun.
        call.pending = dependencies.length + 1;
        for (Dependency dependency : dependencies) {
            if (!dependency.begin(call, nowNanos)) {
                call.pending--;
            }
        }
        dependencyEnded(call, nowNanos);
    }

    /** A dependency that was begun for a call is over; the call may be over with it. */
    void dependencyEnded(Call call, long nowNanos) {
        call.pending--;
        if (call.pending > 0) {
            return;
        }
        if (call.failed) {
            finish(call, Outcome.ERROR, nowNanos);
        } else if (spec.order() == ServiceSpec.Order.SEQUENTIAL) {
            callNext(call, nowNanos);
        } else {
            finish(call, Outcome.OK, nowNanos);
        }
    }

    private void collectGarbage(long nowNanos) {
        ServiceSpec.GarbageCollection collection = spec.collection();
        if (collection.everyCalls() > 0 && ++sinceCollection >= collection.everyCalls()) {
            sinceCollection = 0;
            pause(
                    collection.pause().toNanos()
                            + present.size() * collection.pausePerCall().toNanos(),
                    nowNanos);
        }
    }

    /** All workers stop. */
    void pause(long nanos, long nowNanos) {
        pausedUntil = Math.max(pausedUntil, nowNanos) + nanos;
        pausedTotal += nanos;
        world.simulation.at(pausedUntil, resumed, 0);
    }

    /** The end of a call that was admitted. */
    private void finish(Call call, Outcome outcome, long nowNanos) {
        boolean hadWorker = call.state == Call.State.WORKING
                || (call.state == Call.State.WAITING && spec.threads() == ServiceSpec.Threads.BLOCKING);
        if (hadWorker) {
            busy--;
        }
        present.remove(call);
        admission.completed(call, nowNanos - call.admittedNanos, outcome, nowNanos);
        end(call, outcome, nowNanos);
        if (hadWorker) {
            drain(nowNanos);
        }
    }

    /** The end of any call. */
    private void end(Call call, Outcome outcome, long nowNanos) {
        service.meter.ended(outcome, nowNanos - call.arrivedNanos);
        Caller caller = call.caller;
        long operation = call.operation;
        long pushback = call.pushbackNanos;
        world.calls.release(call);
        if (caller != null) {
            caller.answered(operation, outcome, pushback, nowNanos);
        }
    }

    /** The process dies: what it worked on is lost, which its callers see at once. */
    void kill(long nowNanos) {
        if (!up) {
            return;
        }
        up = false;
        busy = 0;
        queue.clear();
        unanswered.clear();
        Call call = present.poll();
        while (call != null) {
            end(call, Outcome.UNAVAILABLE, nowNanos);
            call = present.poll();
        }
    }

    /** A new, cold process takes its place. */
    void join(long nowNanos) {
        if (!up) {
            up = true;
            incarnation++;
            joinedNanos = nowNanos;
            pausedUntil = nowNanos;
            sinceCollection = 0;
            admission = spec.admission().create(world.simulation, name, this);
        }
    }

    Condition condition() {
        return condition;
    }

    /** A fault has begun or ended. */
    void conditionChanged(long nowNanos) {
        workers = spec.workers() == ServiceSpec.UNLIMITED
                ? ServiceSpec.UNLIMITED
                : (int) Math.round(spec.workers() * condition.capacity);
        drain(nowNanos);
        if (!condition.answersNothing) {
            resetUnanswered(nowNanos);
        }
    }

    private void resetUnanswered(long nowNanos) {
        Call call = unanswered.poll();
        while (call != null) {
            present.remove(call);
            end(call, Outcome.UNAVAILABLE, nowNanos);
            call = unanswered.poll();
        }
    }
}
