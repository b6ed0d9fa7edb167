package io.spillway.simulation;

import io.spillway.overload.Priority;

/** One process that calls one service: sends attempts, waits, tries again. */
final class Caller {
    /** Who wants the result. */
    interface Owner {
        /** The operation is over; the object is used again after this returns. */
        void concluded(Operation operation, Outcome outcome, long nowNanos);
    }

    private final World world;
    private final Service target;
    private final CallPolicy policy;
    private final Owner owner;
    private final RandomStream random;
    private final int method;
    private final double workFactor;
    private final ReplicaChoice choice;
    private final CallerGuard guard;
    private final long timeoutNanos;
    private final long usualDeadlineNanos;
    private final TimerLane timeouts;
    private final TimerLane deadlines;
    private final EventHandler deadline;
    private final EventHandler retry = this::retry;

    /** Attempts sent, in total. */
    long attempts;

    /**
     * A caller.
     *
     * @param usualDeadlineNanos that most operations have when they begin; {@link Long#MAX_VALUE} when most have none
     */
    Caller(
            World world,
            Service target,
            CallPolicy policy,
            Owner owner,
            RandomStream random,
            int method,
            double workFactor,
            long usualDeadlineNanos) {
        this.world = world;
        this.target = target;
        this.policy = policy;
        this.owner = owner;
        this.random = random;
        this.method = method;
        this.workFactor = workFactor;
        this.choice = new ReplicaChoice(policy.balancing(), policy.outliers(), target, random);
        this.guard = new CallerGuard(policy, target.meter);
        this.timeoutNanos = policy.timeout().toNanos();
        this.usualDeadlineNanos = usualDeadlineNanos;
        this.timeouts = world.lane(timeoutNanos);
        this.deadlines = world.lane(usualDeadlineNanos);
        this.deadline = world::timedOut;
    }

    /**
     * Begins an operation. It may be concluded before this returns.
     *
     * @param parent token of the call that waits for it, -1 for none
     * @param deadlineNanos {@link Long#MAX_VALUE} for none
     */
    void call(long parent, long deadlineNanos, Priority priority, int user, int key, long nowNanos) {
        Operation operation = world.operations.take();
        operation.caller = this;
        operation.parent = parent;
        operation.priority = priority;
        operation.user = user;
        operation.key = key;
        operation.startedNanos = nowNanos;
        operation.deadlineNanos = deadlineNanos;
        operation.attempts = 0;
        attempt(operation, nowNanos);
    }

    private void attempt(Operation operation, long nowNanos) {
        if (operation.deadlineNanos <= nowNanos) {
            operation.target = -1;
            timedOut(operation, nowNanos);
            return;
        }
        operation.attempts++;
        operation.target = -1;
        if (!guard.permits(operation, nowNanos)) {
            answered(operation, Outcome.BREAKER_OPEN, 0, nowNanos);
            return;
        }
        attempts++;
        operation.sentNanos = nowNanos;
        operation.target = choice.next(nowNanos);
        if (operation.target < 0) {
            guard.ended(operation, Outcome.UNAVAILABLE, nowNanos);
            answered(operation, Outcome.UNAVAILABLE, 0, nowNanos);
            return;
        }
        choice.sent(operation);
        long left = operation.deadlineNanos - nowNanos;
        if (left >= timeoutNanos) {
            timeouts.start(operation.token());
        } else if (left == usualDeadlineNanos) {
            deadlines.start(operation.token());
        } else {
            world.simulation.at(operation.deadlineNanos, deadline, operation.token());
        }
        Call call = world.calls.take();
        call.caller = this;
        call.operation = operation.token();
        call.priority = operation.priority;
        call.user = operation.user;
        call.method = method;
        call.workFactor = workFactor;
        call.deadlineNanos = nowNanos + Math.min(left, timeoutNanos);
        target.replica(operation.target).arrive(call, nowNanos);
    }

    /** A replica has answered a call, which may come too late. */
    void answered(long token, Outcome outcome, long pushbackNanos, long nowNanos) {
        Operation operation = world.operations.find(token);
        if (operation != null) {
            answered(operation, outcome, pushbackNanos, nowNanos);
        }
    }

    /** The present attempt gets no answer in time. */
    void timedOut(Operation operation, long nowNanos) {
        answered(operation, Outcome.TIMEOUT, 0, nowNanos);
    }

    private void answered(Operation operation, Outcome outcome, long pushbackNanos, long nowNanos) {
        operation.nextGeneration();
        if (operation.target >= 0) {
            choice.answered(operation, outcome, nowNanos);
            guard.ended(operation, outcome, nowNanos);
        }
        if (isWorthRetrying(outcome) && operation.attempts < policy.attempts() && isAwaited(operation)) {
            long backoff = backoffNanos(operation.attempts);
            if (policy.pushback() == CallPolicy.Pushback.HONOURED) {
                backoff = Math.max(backoff, pushbackNanos);
            }
            if (operation.deadlineNanos - nowNanos > backoff && guard.mayRetry(nowNanos)) {
                world.simulation.at(nowNanos + backoff, retry, operation.token());
                return;
            }
        }
        owner.concluded(operation, outcome, nowNanos);
        world.operations.release(operation);
    }

    private static boolean isWorthRetrying(Outcome outcome) {
        return outcome != Outcome.OK && outcome != Outcome.BREAKER_OPEN;
    }

    /** The call that waits for it may have died with its replica. */
    private boolean isAwaited(Operation operation) {
        return operation.parent < 0 || world.calls.find(operation.parent) != null;
    }

    private void retry(long nowNanos, long token) {
        Operation operation = world.operations.find(token);
        if (operation != null) {
            attempt(operation, nowNanos);
        }
    }

    private long backoffNanos(int attemptsSoFar) {
        long most = policy.maxBackoff().toNanos();
        long doubled = policy.backoff().toNanos() << Math.min(attemptsSoFar - 1, 20);
        return (long) (Math.min(most, doubled) * random.nextDouble());
    }
}
