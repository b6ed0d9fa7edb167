package io.spillway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.Finding;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyFileTest {
    private static final String SERVICE = """
            services:
              api: {workers: 4, work: {constant: 10ms}}
            """;

    @Test
    void durationsMayHaveAFractionAndMicroseconds() {
        ServiceSpec api = read("""
                clients: {users: {service: api, rate: 10}}
                services:
                  api: {work: {bimodal: {fast: 0.5ms, slow: 250us, slowPercent: 5}}}
                """).topology().orElseThrow().services().getFirst();

        assertThat(api.work())
                .isEqualTo(ServiceTime.bimodal(Duration.ofNanos(500_000), Duration.ofNanos(250_000), 0.05));
    }

    @Test
    void anUnknownKeyNamesTheNearestWithItsPosition() {
        assertThat(messages(read(SERVICE + "clients: {users: {service: api, rat: 10}}\n")))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("t.yaml:3:33: error: unknown key \"rat\" in clients.users")
                        .contains("did you mean \"rate\"?"));
    }

    @Test
    void aServiceThatThereIsNotIsFoundWhereverItIsNamed() {
        assertThat(messages(read("""
                clients: {users: {service: app, rate: 10}}
                services:
                  api: {work: {constant: 1ms}, calls: [{service: apii}]}
                faults: [{at: 1s, for: 1s, service: ape, kill: 1}]
                """)))
                .containsExactly(
                        "t.yaml:1:28: error: no service \"app\" (expected: did you mean \"api\"?) [bad-value]",
                        "t.yaml:3:50: error: no service \"apii\" (expected: did you mean \"api\"?) [bad-value]",
                        "t.yaml:4:37: error: no service \"ape\" (expected: did you mean \"api\"?) [bad-value]");
    }

    @Test
    void aCycleOfCallsIsRefused() {
        assertThat(messages(read("""
                clients: {users: {service: a, rate: 10}}
                services:
                  a: {work: {constant: 1ms}, calls: [{service: b}]}
                  b: {work: {constant: 1ms}, calls: [{service: a}]}
                """)))
                .containsExactly(
                        "t.yaml:3:3: error: calls: a cycle through a (expected: calls that end) [out-of-range]");
    }

    @Test
    void partsThatDoNotFitTogetherAreRefusedWhereTheyStand() {
        assertThat(messages(
                        read(SERVICE + "clients: {users: {service: api, rate: 1, backoff: 1s, maxBackoff: 1ms}}\n")))
                .singleElement()
                .asString()
                .startsWith("t.yaml:3:18: error: backoff: PT1S");
    }

    @Test
    void aFaultIsOfExactlyOneKind() {
        assertThat(messages(read(SERVICE + """
                clients: {users: {service: api, rate: 10}}
                faults: [{at: 1s, service: api, kill: 1, errorPercent: 3}]
                """))).hasSize(1);
    }

    @Test
    void requestsComeAtTheTimesOfATrace() {
        Topology topology = read(Map.of("t.csv", List.of("seconds", "0.5", "0.5", "2.25")));

        Report report = new SimulationRun(topology, 1).run();

        assertThat(report.client("users").timeline().column("arrivals")).startsWith(2, 0, 1);
    }

    @Test
    void aTraceOfRatesIsFollowedSecondBySecond() {
        Topology topology = read(Map.of("t.csv", List.of("rate", "0", "10000", "0")));

        Report report = new SimulationRun(topology, 1).run();

        double[] arrivals = report.client("users").timeline().column("arrivals");
        assertThat(arrivals[0]).isZero();
        assertThat(arrivals[1]).isBetween(9_500.0, 10_500.0);
        assertThat(arrivals[2]).isZero();
    }

    @Test
    void aBadLineOfATraceIsFoundByFileAndLine() {
        TopologyFile.Result result = TopologyFile.read(
                "t.yaml",
                (SERVICE + "clients: {users: {service: api, trace: t.csv}}\n").getBytes(UTF_8),
                path -> List.of("seconds", "1", "x"));

        assertThat(messages(result))
                .containsExactly("t.csv:3:1: error: \"x\" (expected: one number 0 to 10000000) [bad-value]");
    }

    @Test
    void aShapeStandsInForServices() {
        Topology chain = read("""
                clients: {users: {service: s0, rate: 10}}
                generate: {chain: {services: 3, like: {workers: 2, work: {constant: 1ms}}, call: {attempts: 3}}}
                """).topology().orElseThrow();
        Topology tree = read("""
                clients: {users: {service: s0, rate: 10}}
                generate: {tree: {depth: 3, fanOut: 4, like: {work: {constant: 1ms}}}}
                """).topology().orElseThrow();
        Topology graph = read("generate: {graph: {services: 100, replicas: 200, callsPerSecond: 1000}}\n")
                .topology()
                .orElseThrow();

        assertThat(chain.services().get(1).calls())
                .containsExactly(CallSpec.to("s2").with(CallPolicy.PLAIN.withAttempts(3)));
        assertThat(tree.services()).hasSize(1 + 4 + 16);
        assertThat(graph.services()).hasSize(100);
        assertThat(new SimulationRun(graph, 1)
                        .run().services().stream()
                                .mapToLong(Report.ServiceReport::arrivals)
                                .sum())
                .isBetween(54_000L, 66_000L);
    }

    private static Topology read(Map<String, List<String>> traces) {
        return TopologyFile.read(
                        "t.yaml",
                        (SERVICE + "clients: {users: {service: api, trace: t.csv}}\n").getBytes(UTF_8),
                        path -> traces.getOrDefault(path, List.of()))
                .topology()
                .orElseThrow();
    }

    private static TopologyFile.Result read(String text) {
        return TopologyFile.read("t.yaml", text.getBytes(UTF_8), path -> {
            throw new FileNotFoundException(path);
        });
    }

    private static List<String> messages(TopologyFile.Result result) {
        return result.findings().stream().map(Finding::toString).toList();
    }
}
