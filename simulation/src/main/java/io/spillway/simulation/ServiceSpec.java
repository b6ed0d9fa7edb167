package io.spillway.simulation;

import java.time.Duration;
import java.util.List;

/**
 * A service.
 *
 * @param name unique in the topology
 * @param replicas how many processes
 * @param workers of each replica; {@link #UNLIMITED} for a service that only waits
 * @param queue calls that may wait for a worker of a replica; {@link #UNLIMITED} for any number
 * @param threads what a worker does while its call waits for other services
 * @param work how long a worker works on a call
 * @param order of the calls to others
 * @param calls to other services, after the work
 * @param admission in front of each replica
 * @param deadlines whether it knows the deadlines of its callers
 * @param warmUp how a replica that has joined begins
 * @param collection when it stops for garbage collection
 * @param discovery until callers know that a replica died or joined
 */
public record ServiceSpec(
        String name,
        int replicas,
        int workers,
        int queue,
        Threads threads,
        ServiceTime work,
        Order order,
        List<CallSpec> calls,
        AdmissionControl.Maker admission,
        Deadlines deadlines,
        WarmUp warmUp,
        GarbageCollection collection,
        Duration discovery) {
    /** No limit. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** What a worker does while its call waits for other services. */
    public enum Threads {
        /** Waits too. */
        BLOCKING,
        /** Works on other calls. */
        ASYNC
    }

    /** In which order other services are called. */
    public enum Order {
        SEQUENTIAL,
        PARALLEL
    }

    /** What a service does about deadlines. */
    public enum Deadlines {
        /** Works on calls that nobody waits for any more. */
        IGNORED,
        /** Drops them when their turn comes, and gives what is left of the time to the services that it calls. */
        PROPAGATED
    }

    /**
     * A cold replica is slower.
     *
     * @param factor on the time of work at the beginning, at least 1; falls to 1 evenly
     * @param duration until it is warm
     */
    public record WarmUp(double factor, Duration duration) {
        /** Warm from the first call. */
        public static final WarmUp NONE = new WarmUp(1, Duration.ZERO);

        public WarmUp {
            if (!(factor >= 1 && factor <= 1_000)) {
                throw new IllegalArgumentException("factor: " + factor + " (expected: 1 to 1000)");
            }
            if (duration.isNegative()) {
                throw new IllegalArgumentException("duration: " + duration + " (expected: >= 0)");
            }
        }
    }

    /**
     * All work of a replica stops after so many calls.
     *
     * @param everyCalls calls worked on between two pauses; 0 for no pauses
     * @param pause how long
     * @param pausePerCall longer by this for each call that is in the replica: what is alive must be copied
     */
    public record GarbageCollection(int everyCalls, Duration pause, Duration pausePerCall) {
        /** No pauses. */
        public static final GarbageCollection NONE = new GarbageCollection(0, Duration.ZERO, Duration.ZERO);

        public GarbageCollection {
            if (everyCalls < 0 || pause.isNegative() || pausePerCall.isNegative()) {
                throw new IllegalArgumentException("collection: every " + everyCalls + " calls, " + pause + " and "
                        + pausePerCall + " (expected: nothing negative)");
            }
        }
    }

    public ServiceSpec {
        calls = List.copyOf(calls);
        if (replicas < 1 || replicas > 10_000) {
            throw new IllegalArgumentException("replicas: " + replicas + " (expected: 1 to 10000)");
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers: " + workers + " (expected: > 0)");
        }
        if (queue < 0) {
            throw new IllegalArgumentException("queue: " + queue + " (expected: >= 0)");
        }
        if (discovery.isNegative()) {
            throw new IllegalArgumentException("discovery: " + discovery + " (expected: >= 0)");
        }
    }

    /** One replica of 8 blocking workers and 1,000 places in the queue, with no protection. */
    public static ServiceSpec of(String name, ServiceTime work) {
        return new ServiceSpec(
                name,
                1,
                8,
                1_000,
                Threads.BLOCKING,
                work,
                Order.SEQUENTIAL,
                List.of(),
                AdmissionControl.none(),
                Deadlines.IGNORED,
                WarmUp.NONE,
                GarbageCollection.NONE,
                Duration.ofSeconds(1));
    }

    /** With so many replicas, workers in each and places in the queue of each. */
    public ServiceSpec sized(int replicaCount, int workersEach, int queueEach) {
        return new ServiceSpec(
                name,
                replicaCount,
                workersEach,
                queueEach,
                threads,
                work,
                order,
                calls,
                admission,
                deadlines,
                warmUp,
                collection,
                discovery);
    }

    /** The same under another name. */
    public ServiceSpec named(String value) {
        return new ServiceSpec(
                value,
                replicas,
                workers,
                queue,
                threads,
                work,
                order,
                calls,
                admission,
                deadlines,
                warmUp,
                collection,
                discovery);
    }

    public ServiceSpec calling(Order value, CallSpec... others) {
        return new ServiceSpec(
                name,
                replicas,
                workers,
                queue,
                threads,
                work,
                value,
                List.of(others),
                admission,
                deadlines,
                warmUp,
                collection,
                discovery);
    }

    public ServiceSpec with(AdmissionControl.Maker value) {
        return new ServiceSpec(
                name,
                replicas,
                workers,
                queue,
                threads,
                work,
                order,
                calls,
                value,
                deadlines,
                warmUp,
                collection,
                discovery);
    }

    public ServiceSpec with(Threads value) {
        return new ServiceSpec(
                name,
                replicas,
                workers,
                queue,
                value,
                work,
                order,
                calls,
                admission,
                deadlines,
                warmUp,
                collection,
                discovery);
    }

    public ServiceSpec with(Deadlines value) {
        return new ServiceSpec(
                name,
                replicas,
                workers,
                queue,
                threads,
                work,
                order,
                calls,
                admission,
                value,
                warmUp,
                collection,
                discovery);
    }

    public ServiceSpec with(WarmUp value) {
        return new ServiceSpec(
                name,
                replicas,
                workers,
                queue,
                threads,
                work,
                order,
                calls,
                admission,
                deadlines,
                value,
                collection,
                discovery);
    }

    public ServiceSpec with(GarbageCollection value) {
        return new ServiceSpec(
                name, replicas, workers, queue, threads, work, order, calls, admission, deadlines, warmUp, value,
                discovery);
    }
}
