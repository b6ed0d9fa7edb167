package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import java.time.Duration;
import java.util.List;

/** Topologies of a shape instead of services by name: exactly one of the shapes. */
final class GenerateKeys {
    private static final Key<Section> LIKE = Key.required("like", Types.section(ServiceKeys.KEYS))
            .describedAs("What each service is, without `calls`.")
            .example("{workers: 8, work: {constant: 5ms}}");
    private static final Key<Section> BY = Key.optional("call", Types.section(PolicyKeys.with()))
            .describedAs("How each calls the others.")
            .example("{timeout: 1s, attempts: 3}");
    private static final Key<Integer> LENGTH = Key.required("services", Types.wholeNumber(1, 1_000))
            .describedAs("How many, s0 to s1 and so on.")
            .example("3");
    private static final Key<Integer> DEPTH = Key.required("depth", Types.wholeNumber(1, 12))
            .describedAs("Levels, the root s0 included.")
            .example("3");
    private static final Key<Integer> FAN_OUT = Key.required("fanOut", Types.wholeNumber(1, 1_000))
            .describedAs("How many each calls, in parallel.")
            .example("4");
    private static final Key<Integer> SERVICES = Key.required("services", Types.wholeNumber(2, 20_000))
            .describedAs("How many; s0 takes the load.")
            .example("1000");
    private static final Key<Integer> REPLICAS = Key.required("replicas", Types.wholeNumber(2, 100_000))
            .describedAs("In all, at least one a service; the rest where the load is.")
            .example("2000");
    private static final Key<Double> CALLS = Key.required("callsPerSecond", Types.number(1, 1e7))
            .describedAs("At all services together; the rate of the client `users` follows from it.")
            .example("30000");
    private static final Key<Integer> SEED = Key.optional("seed", Types.wholeNumber(0, Integer.MAX_VALUE))
            .orElse(1)
            .describedAs("Decides who calls whom; not the seed of the run.")
            .example("1");

    private static final Key<Section> CHAIN = Key.optional("chain", Types.section(Schema.of(LENGTH, LIKE, BY)))
            .describedAs("Each service calls the next.")
            .example("{services: 3, like: {work: {constant: 5ms}}}");
    private static final Key<Section> TREE = Key.optional("tree", Types.section(Schema.of(DEPTH, FAN_OUT, LIKE, BY)))
            .describedAs("Each service calls as many others.")
            .example("{depth: 3, fanOut: 4, like: {work: {constant: 5ms}}}");
    private static final Key<Section> GRAPH = Key.optional(
                    "graph", Types.section(Schema.of(SERVICES, REPLICAS, CALLS, SEED)))
            .describedAs("A graph as microservices have it, with a heavy-tailed number of callees; brings its client.")
            .example("{services: 1000, replicas: 2000, callsPerSecond: 30000}");

    static final Schema KEYS = Schema.of(CHAIN, TREE, GRAPH).withExactlyOneOf(CHAIN, TREE, GRAPH);

    private GenerateKeys() {}

    /** Services by shape; of a graph the clients too, which elsewhere are empty. */
    record Generated(List<ServiceSpec> services, List<ClientSpec> clients) {}

    static Generated generate(Section section, Duration duration, Mistakes mistakes) {
        if (section.has(GRAPH)) {
            Section graph = section.get(GRAPH);
            Topology topology = Generators.graph(
                    graph.get(SERVICES), graph.get(REPLICAS), graph.get(CALLS), duration, graph.get(SEED));
            return new Generated(topology.services(), topology.clients());
        }
        boolean isChain = section.has(CHAIN);
        Section shape = section.get(isChain ? CHAIN : TREE);
        ServiceSpec like = ServiceKeys.service("s", shape.get(LIKE), mistakes);
        CallPolicy policy = PolicyKeys.policy(shape.section(BY));
        return new Generated(
                isChain
                        ? Generators.chain(shape.get(LENGTH), like, policy)
                        : Generators.tree(shape.get(DEPTH), shape.get(FAN_OUT), like, policy),
                List.of());
    }
}
