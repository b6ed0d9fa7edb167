package io.spillway.simulation;

/** The balancer of one caller: knows which replicas there are and how many answers it waits for from each. */
final class ReplicaChoice {
    private final Balancing balancing;
    private final Service service;
    private final RandomStream random;
    private final int[] inFlight;
    private int last;

    ReplicaChoice(Balancing balancing, Service service, RandomStream random) {
        this.balancing = balancing;
        this.service = service;
        this.random = random;
        this.inFlight = new int[service.size()];
        this.last = random.nextInt(service.size());
    }

    /** Index of a replica, -1 when there is none. */
    int next() {
        int listed = service.listed();
        if (listed == 0) {
            return -1;
        }
        return switch (balancing) {
            case ROUND_ROBIN -> {
                last = (last + 1) % listed;
                yield service.listed(last);
            }
            case RANDOM -> service.listed(random.nextInt(listed));
            case LEAST_REQUEST -> {
                int one = service.listed(random.nextInt(listed));
                int other = service.listed(random.nextInt(listed));
                yield inFlight[other] < inFlight[one] ? other : one;
            }
        };
    }

    void sent(int replica) {
        inFlight[replica]++;
    }

    void answered(int replica) {
        inFlight[replica]--;
    }
}
