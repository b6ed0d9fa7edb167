package io.spillway.simulation;

import io.spillway.overload.EndpointHealth;
import io.spillway.overload.OutlierConfig;
import io.spillway.overload.OutlierDetection;
import io.spillway.overload.PeakEwma;
import io.spillway.overload.PeakEwmaConfig;
import io.spillway.overload.PowerOfTwoChoices;
import org.jspecify.annotations.Nullable;

/** The balancer of one caller: knows which replicas there are, and from its own calls how they do. */
final class ReplicaChoice {
    private static final int TRIES = 4;

    private final Balancing balancing;
    private final Service service;
    private final RandomStream random;
    private final int[] inFlight;
    private final @Nullable OutlierDetection outliers;
    private final @Nullable EndpointHealth[] health;
    private final PeakEwma[] costs;
    private final int[] incarnations;
    private final PowerOfTwoChoices.Eligibility eligibility;
    private int version;
    private int last;

    ReplicaChoice(Balancing balancing, @Nullable OutlierConfig outliers, Service service, RandomStream random) {
        this.balancing = balancing;
        this.service = service;
        this.random = random;
        this.inFlight = new int[service.size()];
        this.incarnations = new int[service.size()];
        this.outliers = outliers == null ? null : new OutlierDetection(outliers, 0);
        this.health = new @Nullable EndpointHealth[service.size()];
        this.costs = new PeakEwma[balancing == Balancing.PEAK_EWMA ? service.size() : 0];
        this.eligibility = (replica, now) -> service.isListed(replica) && isWell(replica, now);
        this.last = random.nextInt(service.size());
        for (int i = 0; i < service.size(); i++) {
            begin(i, 0);
        }
        version = service.version();
    }

    /** A new process, of which nothing is known. */
    private void begin(int replica, long nowNanos) {
        if (costs.length > 0) {
            costs[replica] = new PeakEwma(PeakEwmaConfig.defaults(), nowNanos);
        }
        if (outliers != null) {
            EndpointHealth before = health[replica];
            if (before != null) {
                outliers.remove(before);
            }
            health[replica] = outliers.add();
        }
        incarnations[replica] = service.replica(replica).incarnation();
    }

    /** Index of a replica, -1 when there is none. */
    int next(long nowNanos) {
        int listed = service.listed();
        if (listed == 0) {
            return -1;
        }
        if (version != service.version()) {
            refresh(nowNanos);
        }
        if (balancing == Balancing.PEAK_EWMA) {
            return PowerOfTwoChoices.choose(costs, eligibility, random.nextLong(), nowNanos);
        }
        int choice = -1;
        for (int i = 0; i < TRIES; i++) {
            choice = pick(listed);
            if (isWell(choice, nowNanos)) {
                return choice;
            }
        }
        // Where hardly any is well, to try one is better than not to.
        return choice;
    }

    private int pick(int listed) {
        return switch (balancing) {
            case ROUND_ROBIN -> {
                last = (last + 1) % listed;
                yield service.listed(last);
            }
            case RANDOM, PEAK_EWMA -> service.listed(random.nextInt(listed));
            case LEAST_REQUEST -> {
                int one = service.listed(random.nextInt(listed));
                int other = service.listed(random.nextInt(listed));
                yield inFlight[other] < inFlight[one] ? other : one;
            }
        };
    }

    private void refresh(long nowNanos) {
        version = service.version();
        for (int i = 0; i < incarnations.length; i++) {
            if (incarnations[i] != service.replica(i).incarnation()) {
                begin(i, nowNanos);
            }
        }
    }

    private boolean isWell(int replica, long nowNanos) {
        EndpointHealth endpoint = health[replica];
        return endpoint == null || !endpoint.ejected(nowNanos);
    }

    void sent(Operation operation) {
        int replica = operation.target;
        inFlight[replica]++;
        operation.health = health[replica];
        if (costs.length > 0) {
            operation.cost = costs[replica];
            operation.cost.started();
        }
    }

    void answered(Operation operation, Outcome outcome, long nowNanos) {
        inFlight[operation.target]--;
        long duration = nowNanos - operation.sentNanos;
        PeakEwma cost = operation.cost;
        EndpointHealth endpoint = operation.health;
        operation.cost = null;
        operation.health = null;
        if (outcome == Outcome.OK) {
            if (cost != null) {
                cost.succeeded(nowNanos, duration);
            }
            if (endpoint != null) {
                endpoint.succeeded(nowNanos);
            }
            return;
        }
        if (cost != null) {
            cost.failed(nowNanos, duration);
        }
        // Too much to do is no sickness.
        if (endpoint != null && outcome != Outcome.REFUSED) {
            endpoint.failed(nowNanos);
        }
    }
}
