package io.spillway.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.ContractSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/** Whatever the file is, it is answered with endpoints or with findings that have a position, never an exception. */
class EndpointFilePropertiesTest {
    private static final ContractSet CONTRACTS = Contracts.withMesh("zones: [a, b]");
    private static final String SYNTAX = "{}[]:,-&*!|>'\"%@`#\n\t ?0";
    private static final String GOOD = """
            endpoints:
              payments:
                - {instance: payments-1, address: 127.1.4.1, port: 15006, zone: a}
                - {instance: payments-2, address: "fd00::2", port: 15006, zone: b}
              menu:
                - instance: menu-1
                  address: 127.1.3.1
            """;

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void randomBytesAreAnswered(@ForAll @Size(max = 300) byte[] content) {
        check(content);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.BOUNDED)
    void mutationsOfAGoodFileAreAnswered(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = GOOD.getBytes(UTF_8);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, bytes.length - random.nextInt(10)));
            }
        }
        check(bytes);
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void anyInstancesAreAnswered(@ForAll("instances") List<String> instances) {
        check(("endpoints: {payments: [" + String.join(", ", instances) + "]}").getBytes(UTF_8));
    }

    @Provide
    Arbitrary<List<String>> instances() {
        Arbitrary<String> key = Arbitraries.of("instance", "address", "port", "zone", "x", "<<");
        Arbitrary<String> value = Arbitraries.of(
                "a",
                "payments-1",
                "127.1.4.1",
                "'::1'",
                "'1:2'",
                "15006",
                "0",
                "-1",
                "null",
                "{}",
                "[a]",
                "*a",
                "&a b");
        return Combinators.combine(key, value, key, value)
                .as((a, b, c, d) -> "{" + a + ": " + b + ", " + c + ": " + d + "}")
                .list()
                .ofMaxSize(5);
    }

    private static void check(byte[] content) {
        EndpointFile.Result result = EndpointFile.read("endpoints.yaml", content, CONTRACTS);

        assertThat(result.findings()).allSatisfy(finding -> {
            assertThat(finding.location().file()).isEqualTo("endpoints.yaml");
            assertThat(finding.location().line()).isPositive();
            assertThat(finding.location().column()).isPositive();
            assertThat(finding.found()).isNotBlank();
            assertThat(finding.expected()).isNotBlank();
        });
    }
}
