package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/** Whatever the files are, they are answered with findings that have a position, never with an exception. */
class FrontDoorPropertiesTest {
    private static final String SYNTAX = "{}[]:,-&*!|>'\"%@`#\n\t ?0";
    private static final String SERVICE = """
            service: payments
            owner: payments-team
            tier: 0
            protocol: grpc
            port: 8080
            reservedPorts: [9042, 6379]
            descriptors: payments.binpb
            egress:
              - service: ledger
              - &menu
                service: menu
                entityCache: {service: menu-cache, methods: [menu.v1.MenuService/GetMenu]}
              - host: "api.card-network.example:443"
            protect:
              adaptiveConcurrency: {}
              outlierDetection: {consecutive5xx: 5, maxEjectionPercent: 30}
              connectionAge: 300s
            sidecar: {size: medium}
            envoyPatches:
              - {resource: cluster, name: '*', merge: {a: [1, 2.5, true, null, "x"], b: {c: ~}}}
            """;
    private static final String MESH = """
            zones: [a, b]
            retryLayer: client
            sidecarSizes: {huge: {concurrency: 4, memory: 1GiB, maxConnections: 100000}}
            tracing: {otlpEndpoint: "127.0.0.1:4317", samplePercent: 0.5}
            tiers: {0: {timeout: 1s, adaptiveConcurrency: {}}, 3: {outlierDetection: off}}
            """;

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void randomBytesAreAnswered(@ForAll @Size(max = 400) byte[] content) {
        check(Map.of("service.yaml", content, "mesh.yaml", content));
    }

    @Property(tries = 1_500, shrinking = ShrinkingMode.BOUNDED)
    void mutationsOfGoodFilesAreAnswered(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        check(Map.of(
                "payments/service.yaml", mutate(SERVICE.getBytes(UTF_8), random),
                "mesh.yaml", mutate(MESH.getBytes(UTF_8), random),
                "payments/payments.binpb", descriptors()));
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void mutationsOfGoodDescriptorsAreAnswered(@ForAll long seed) throws IOException {
        check(Map.of(
                "payments/service.yaml", SERVICE.getBytes(UTF_8),
                "payments/payments.binpb", mutate(descriptors(), new Random(seed))));
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void anyStructureWithKnownKeysIsAnswered(@ForAll("structures") String service, @ForAll("structures") String mesh) {
        check(Map.of("service.yaml", service.getBytes(UTF_8), "mesh.yaml", mesh.getBytes(UTF_8)));
    }

    private static void check(Map<String, byte[]> files) {
        ContractDirectory.Result result = ContractDirectory.read(files);

        for (Finding finding : result.findings()) {
            assertThat(finding.location().file()).isNotBlank();
            assertThat(finding.found()).isNotBlank();
            assertThat(finding.expected()).isNotBlank();
        }
        if (result.contracts().services().isEmpty()) {
            assertThat(result.findings()).isNotEmpty();
        }
        assertThat(FindingsReport.sarif(result.findings(), "1.0.0")).endsWith("}\n");
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
                case 2 -> {
                    int from = random.nextInt(bytes.length);
                    int length = random.nextInt(Math.min(20, bytes.length - Math.max(from, at) + 1));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, bytes.length - random.nextInt(10)));
            }
        }
        return bytes;
    }

    @Provide
    Arbitrary<String> structures() {
        List<String> names = new ArrayList<>(List.of("x", "<<", "0", "3", "null", "\"\"", "? [a]"));
        collect(ServiceFile.KEYS, names);
        collect(MeshFile.KEYS, names);
        Arbitrary<String> key = Arbitraries.of(names);
        Arbitrary<String> scalar = Arbitraries.of(
                "payments",
                "0",
                "-1",
                "99999999999999999999",
                "1e400",
                ".nan",
                "0x1F",
                "true",
                "null",
                "~",
                "\"\"",
                "300s",
                "0s",
                "999999999999h",
                "256MiB",
                "999999999999GiB",
                "off",
                "\"8080\"",
                "!!int x",
                "!custom y",
                "&a b",
                "*a",
                "${HOME}",
                "2001-01-01",
                "'\\0'",
                "\"\\0\\uD800\"",
                "|\n  text\n",
                "payments.v1.Payments/X");
        return Arbitraries.lazyOf(
                () -> scalar,
                () -> scalar,
                () -> key,
                () -> Combinators.combine(key, values(), key, values())
                        .as((a, b, c, d) -> "{" + a + ": " + b + ", " + c + ": " + d + "}"),
                () -> values().list().ofMaxSize(3).map(items -> "[" + String.join(", ", items) + "]"));
    }

    private Arbitrary<String> values() {
        return structures().map(value -> value.replace('\n', ' '));
    }

    private static void collect(Schema schema, List<String> names) {
        for (Key<?> key : schema.keys()) {
            names.add(key.name());
            key.type().inner().ifPresent(inner -> collect(inner, names));
        }
    }

    private static byte[] descriptors() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FrontDoorPropertiesTest.class.getResourceAsStream("/payments.binpb"))) {
            return in.readAllBytes();
        }
    }
}
