package io.spillway.contract.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import io.spillway.contract.SourceLocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How another module declares its own file. */
class SchemaTest {
    private static final Key<String> ADDRESS = Key.required("address", Types.hostAndPort());
    private static final Key<Integer> WEIGHT =
            Key.optional("weight", Types.wholeNumber(1, 100)).orElse(10);
    private static final Key<Double> SHARE = Key.optional("share", Types.number(0, 1));
    private static final Key<Duration> WARM_UP =
            Key.optional("warmUp", Types.duration(Duration.ZERO, Duration.ofHours(1)));
    private static final Key<Long> MEMORY = Key.optional("memory", Types.size(1, 1L << 40));
    private static final Key<String> LABELS = Key.optional("labels", Types.json());
    private static final Schema INSTANCE = Schema.of(ADDRESS, WEIGHT, SHARE, WARM_UP, MEMORY, LABELS);
    private static final Key<Map<String, Located<List<Located<Section>>>>> SERVICES =
            Key.required("services", Types.mapOf(Types.name(), Types.listOf(Types.section(INSTANCE))));
    private static final Schema ENDPOINTS = Schema.of(SERVICES);

    private final Findings findings = new Findings();

    @Test
    void aFileOfNestedValuesIsReadWithPositions() {
        Section root = read("""
                        services:
                          payments:
                            - address: 127.1.1.1:8080
                              warmUp: 5m
                            - {address: "[::1]:8080", weight: 20, share: 0.5, memory: 2GiB}
                        """).orElseThrow();

        assertThat(findings.sorted()).isEmpty();
        Located<List<Located<Section>>> payments =
                root.get(SERVICES).values().iterator().next();
        assertThat(payments.location()).isEqualTo(new SourceLocation("endpoints.yaml", 2, 3));
        Section first = payments.value().get(0).value();
        assertThat(first.get(ADDRESS)).isEqualTo("127.1.1.1:8080");
        assertThat(first.get(WEIGHT)).isEqualTo(10);
        assertThat(first.has(WEIGHT)).isFalse();
        assertThat(first.find(WARM_UP)).contains(Duration.ofMinutes(5));
        assertThat(first.location(ADDRESS)).isEqualTo(new SourceLocation("endpoints.yaml", 3, 16));
        Section second = payments.value().get(1).value();
        assertThat(second.find(SHARE)).contains(0.5);
        assertThat(second.find(MEMORY)).contains(2L << 30);
        assertThat(root.origins())
                .containsEntry("services.payments[1].weight", new SourceLocation("endpoints.yaml", 5, 31));
    }

    @Test
    void allMistakesOfAFileAreReportedAtOnce() {
        read("""
                services:
                  Payments: []
                  menu:
                    - {adress: 127.1.1.1:8080}
                    - {address: 127.1.1.1:0, weight: 0, share: 2, warmUp: 5 minutes, memory: 3}
                    - text
                  ? [a]
                  : b
                """);

        assertThat(findings.sorted())
                .extracting(Finding::toString)
                .containsExactly(
                        "endpoints.yaml:2:3: error: services: \"Payments\" (expected: a name of a-z, 0-9 and -, at most 63"
                                + " long) [bad-value]",
                        "endpoints.yaml:4:7: error: no key \"address\" in services.menu[0] (expected: address: host:port)"
                                + " [missing-key]",
                        "endpoints.yaml:4:8: error: unknown key \"adress\" in services.menu[0] (expected: did you mean"
                                + " \"address\"?) [unknown-key]",
                        "endpoints.yaml:5:17: error: services.menu[1].address: \"127.1.1.1:0\" (expected: host:port)"
                                + " [bad-value]",
                        "endpoints.yaml:5:38: error: services.menu[1].weight: 0 (expected: a whole number 1 to 100)"
                                + " [out-of-range]",
                        "endpoints.yaml:5:48: error: services.menu[1].share: 2 (expected: a number 0 to 1)"
                                + " [out-of-range]",
                        "endpoints.yaml:5:59: error: services.menu[1].warmUp: \"5 minutes\" (expected: a duration 0s to"
                                + " 1h, such as 250ms, 30s, 5m or 1h) [bad-duration]",
                        "endpoints.yaml:5:78: error: services.menu[1].memory: 3 (expected: a size 1B to 1024GiB, such as"
                                + " 64KiB, 256MiB or 1GiB) [bad-size]",
                        "endpoints.yaml:6:7: error: services.menu[2]: \"text\" (expected: a mapping with the keys"
                                + " address, weight, share, warmUp, memory, labels) [wrong-type]",
                        "endpoints.yaml:7:5: error: a list of 1 as a key (expected: a name) [wrong-type]");
    }

    @Test
    void anAliasIsTheSameValueAgain() {
        Section root = read("services: {a: &x [{address: 'h:1'}], b: *x}").orElseThrow();

        assertThat(root.get(SERVICES)).containsOnlyKeys("a", "b");
        assertThat(root.get(SERVICES).values())
                .allSatisfy(instances -> assertThat(instances.value()).hasSize(1));
    }

    @Test
    void anAliasInsideItsOwnAnchorIsRefused() {
        assertThat(read("services: &x {a: *x}")).isEmpty();
        assertThat(findings.sorted()).extracting(Finding::rule).containsExactly("yaml-syntax");
    }

    @Test
    void tenThousandBracketsAreRefusedByTheirDepth() {
        assertThat(read("[".repeat(10_000))).isEmpty();
        assertThat(findings.sorted())
                .extracting(Finding::toString)
                .containsExactly("endpoints.yaml:1:65: error: more than 64 levels with aliases expanded"
                        + " (expected: at most 64 levels) [yaml-limit]");
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreAccepted() {
        assertThat(read("\uFEFFservices:\r\n  a:\r\n  - address: h:1\r\n")).isPresent();
        assertThat(findings.sorted()).isEmpty();
    }

    @Test
    void anyMappingIsKeptAsJson() {
        Section root =
                read("services: {a: [{address: 'h:1', labels: {i: 0x1F, d: 2.50, t: true, n: ~, s: \"a\\\"b\", l: [1]}}]}")
                        .orElseThrow();

        Section instance =
                root.get(SERVICES).values().iterator().next().value().get(0).value();
        assertThat(instance.find(LABELS))
                .contains("{\"i\":31,\"d\":2.50,\"t\":true,\"n\":null,\"s\":\"a\\\"b\",\"l\":[1]}");
    }

    private Optional<Section> read(String yaml) {
        return ENDPOINTS.read("endpoints.yaml", yaml.getBytes(UTF_8), findings);
    }
}
