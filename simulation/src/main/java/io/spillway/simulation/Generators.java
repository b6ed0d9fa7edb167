package io.spillway.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Topologies of a shape. The same seed gives the same topology. */
public final class Generators {
    private static final CallPolicy CALLS = CallPolicy.PLAIN.withTimeout(Duration.ofSeconds(1));

    private Generators() {}

    /**
     * Each service calls the next: {@code s0} to {@code s1} and so on.
     *
     * @param like what each service is but for its name and calls
     */
    public static List<ServiceSpec> chain(int services, ServiceSpec like, CallPolicy policy) {
        positive("services", services);
        List<ServiceSpec> chain = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            CallSpec[] calls = i + 1 < services
                    ? new CallSpec[] {CallSpec.to("s" + (i + 1)).with(policy)}
                    : new CallSpec[0];
            chain.add(like.named("s" + i).calling(like.order(), calls));
        }
        return chain;
    }

    /**
     * Each service above the last level calls as many others in parallel: {@code s0} is the root.
     *
     * @param depth levels, the root included
     */
    public static List<ServiceSpec> tree(int depth, int fanOut, ServiceSpec like, CallPolicy policy) {
        positive("depth", depth);
        positive("fanOut", fanOut);
        List<ServiceSpec> tree = new ArrayList<>();
        int first = 0;
        int width = 1;
        for (int level = 0; level < depth; level++) {
            for (int i = 0; i < width; i++) {
                CallSpec[] calls = new CallSpec[level + 1 < depth ? fanOut : 0];
                for (int child = 0; child < calls.length; child++) {
                    calls[child] = CallSpec.to("s" + (first + width + i * fanOut + child))
                            .with(policy);
                }
                tree.add(like.named("s" + (first + i)).calling(ServiceSpec.Order.PARALLEL, calls));
            }
            if (tree.size() > 100_000) {
                throw new IllegalArgumentException(
                        "depth: " + depth + " of " + fanOut + " (expected: at most 100,000 services)");
            }
            first += width;
            width *= fanOut;
        }
        return tree;
    }

    /**
     * A graph as microservices have it: a few services that everybody calls, most called by few, and numbers of callees
     * with a heavy tail (Pareto). Services stand in layers by index and call only what comes later, so there is no
     * cycle. Capacities fit a load: each service has the workers for twice what reaches it, in at least its replicas.
     *
     * @param services how many; the first of them takes the load
     * @param replicas in all; at least one a service, the rest where the load is
     * @param callsPerSecond at all services together, at which the rate of the client is computed
     */
    public static Topology graph(int services, int replicas, double callsPerSecond, Duration duration, long seed) {
        positive("services", services);
        if (replicas < services) {
            throw new IllegalArgumentException("replicas: " + replicas + " (expected: >= " + services + ")");
        }
        RandomStream random = new RandomStream(seed, "graph");
        List<List<CallSpec>> calls = new ArrayList<>();
        double[] share = new double[services];
        share[0] = 1;
        double sum = 0;
        for (int i = 0; i < services; i++) {
            if (share[i] == 0) {
                // Nobody chose it, and there is no service that nobody calls.
                int caller = random.nextInt(i);
                calls.get(caller).add(call(i, share, caller, random));
            }
            calls.add(callees(i, services, share, random));
            sum += share[i];
        }
        double clientRate = callsPerSecond / sum;
        int[] size = new int[services];
        Arrays.fill(size, 1);
        spread(replicas - services, share, size);
        List<ServiceSpec> specs = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            // Half a millisecond to eight: what a service does itself is short, what it waits for is not.
            double seconds = 0.0005 * StrictMath.pow(16, random.nextDouble());
            int workers = (int) Math.ceil(2 * share[i] * clientRate * seconds / size[i]) + 4;
            specs.add(ServiceSpec.of("s" + i, ServiceTime.exponential(Duration.ofNanos((long) (seconds * 1e9))))
                    .sized(size[i], workers, 1_000)
                    .with(ServiceSpec.Threads.ASYNC)
                    .calling(ServiceSpec.Order.PARALLEL, calls.get(i).toArray(new CallSpec[0])));
        }
        ClientSpec client = ClientSpec.of("users", "s0", Arrivals.poisson(clientRate));
        return Topology.of("graph", duration, List.of(client), specs);
    }

    /** Chooses whom a service calls, and passes on the calls that it gets itself: share is of the client's requests. */
    private static List<CallSpec> callees(int index, int services, double[] share, RandomStream random) {
        List<CallSpec> calls = new ArrayList<>();
        int left = services - index - 1;
        // One in three is a leaf, as databases and caches are; the first one never is.
        if (left == 0 || (index > 0 && random.nextDouble() < 0.33)) {
            return calls;
        }
        int wanted = (int) Math.min(
                Math.min(left, 100), StrictMath.pow(1 - random.nextDouble(), -1 / 1.5) + (index == 0 ? 20 : 0));
        boolean[] chosen = new boolean[services];
        for (int i = 0; i < wanted; i++) {
            // Nearer ones more often, so that there are layers; squared distance gives common ones at the end.
            int callee = index + 1 + (int) (left * random.nextDouble() * random.nextDouble());
            if (!chosen[callee]) {
                chosen[callee] = true;
                calls.add(call(callee, share, index, random));
            }
        }
        return calls;
    }

    private static CallSpec call(int callee, double[] share, int caller, RandomStream random) {
        double probability = 0.1 + 0.8 * random.nextDouble();
        share[callee] += share[caller] * probability;
        return CallSpec.to("s" + callee).with(CALLS).withProbability(probability);
    }

    /** Each further replica goes where there is most load for each. */
    private static void spread(int more, double[] share, int[] size) {
        for (int i = 0; i < more; i++) {
            int most = 0;
            for (int service = 1; service < share.length; service++) {
                if (share[service] / size[service] > share[most] / size[most]) {
                    most = service;
                }
            }
            size[most]++;
        }
    }

    private static void positive(String name, int value) {
        if (value < 1 || value > 100_000) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to 100000)");
        }
    }
}
