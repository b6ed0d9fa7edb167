package io.spillway.benchmarks;

import java.util.Arrays;
import java.util.List;

/** What is measured by {@link OverloadHotPath}: ours and its peers, by job. */
enum HotPathArm {
    PERMITS(Job.FIXED, Side.OURS, "Spillway Permits", OurHotPaths.class, "fixed"),
    BULKHEAD(Job.FIXED, Side.PEER, "resilience4j Bulkhead", PeerHotPaths.class, "bulkhead"),
    ADMISSION(Job.ADAPTIVE, Side.OURS, "Spillway Admission", OurHotPaths.class, "adaptive"),
    GRADIENT2(Job.ADAPTIVE, Side.PEER, "concurrency-limits Gradient2", PeerHotPaths.class, "gradient2"),
    BREAKER(Job.BREAKER, Side.OURS, "Spillway CircuitBreaker", OurHotPaths.class, "breaker"),
    OVER_CALLS(Job.BREAKER, Side.PEER, "resilience4j, last 100 calls", PeerHotPaths.class, "breakerOverCalls"),
    OVER_TIME(Job.BREAKER, Side.PEER, "resilience4j, last 10 s", PeerHotPaths.class, "breakerOverTime");

    /** The same thing done, by ours and by peers. */
    enum Job {
        FIXED("fixed"),
        ADAPTIVE("adaptive"),
        BREAKER("breaker");

        private final String label;

        Job(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        HotPathArm ours() {
            return arms(Side.OURS).get(0);
        }

        List<HotPathArm> peers() {
            return arms(Side.PEER);
        }

        private List<HotPathArm> arms(Side side) {
            return Arrays.stream(HotPathArm.values())
                    .filter(arm -> arm.job == this && arm.side == side)
                    .toList();
        }
    }

    /** Whose it is. */
    enum Side {
        OURS,
        PEER
    }

    private final Job job;
    private final Side side;
    private final String label;
    private final Class<?> owner;
    private final String method;

    HotPathArm(Job job, Side side, String label, Class<?> owner, String method) {
        this.job = job;
        this.side = side;
        this.label = label;
        this.owner = owner;
        this.method = method;
    }

    Job job() {
        return job;
    }

    String label() {
        return label;
    }

    /** For JMH. */
    String benchmark() {
        return owner.getName() + "." + method;
    }
}
