package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Duration;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import io.spillway.contract.options.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeMeshTest {
    private static final int SERVICES = 1_000;
    private static final int EGRESS = 10;
    private static final int METHODS = 8;

    @TempDir
    Path directory = Path.of("");

    @Test
    void aThousandContractsOfTenEgressAreChecked() throws IOException {
        Map<String, byte[]> files = mesh(42, 1);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }

        for (int run = 1; run <= 3; run++) {
            long start = System.nanoTime();
            ContractDirectory.Result result = ContractDirectory.read(directory);
            System.out.printf(
                    "%d contracts, %d egress and %d methods each, run %d in this JVM: %d ms%n",
                    SERVICES, EGRESS, METHODS, run, (System.nanoTime() - start) / 1_000_000);

            assertThat(result.findings()).isEmpty();
            assertThat(result.contracts().services()).hasSize(SERVICES);
        }
    }

    @Test
    void theWorstPathOfExponentiallyManyIsFound() {
        ContractDirectory.Result result = ContractDirectory.read(mesh(42, 2));

        assertThat(result.findings()).extracting(Finding::rule).containsOnly(Rule.MAX_AMPLIFICATION.id());
        assertThat(result.findings().get(0).found()).startsWith("s0").contains("(2) -> ", " more = ");
    }

    /** A service calls only later ones, so there is no circle; timeouts get shorter on the way. */
    private static Map<String, byte[]> mesh(int seed, int attempts) {
        Random random = new Random(seed);
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < SERVICES; i++) {
            StringBuilder yaml = new StringBuilder("service: s" + i + "\nowner: team-" + i % 20 + "\ntier: " + i % 4
                    + "\ndescriptors: s.binpb\nreservedPorts: [9042, 6379]\nprotect:\n  adaptiveConcurrency: {}\n"
                    + "  outlierDetection: {consecutive5xx: 5, maxEjectionPercent: 30}\negress:\n");
            SortedSet<Integer> callees = new TreeSet<>();
            while (callees.size() < Math.min(EGRESS, SERVICES - 1 - i)) {
                callees.add(i + 1 + random.nextInt(Math.min(50, SERVICES - 1 - i)));
            }
            callees.forEach(
                    callee -> yaml.append("  - service: s").append(callee).append('\n'));
            String text = callees.isEmpty() ? yaml.toString().replace("egress:\n", "") : yaml.toString();
            files.put("s" + i + "/service.yaml", text.getBytes(UTF_8));
            files.put("s" + i + "/s.binpb", descriptors(i, attempts));
        }
        return files;
    }

    private static byte[] descriptors(int service, int attempts) {
        ServiceDescriptorProto.Builder builder =
                ServiceDescriptorProto.newBuilder().setName("Service" + service);
        for (int i = 0; i < METHODS; i++) {
            CallOptions options = CallOptions.newBuilder()
                    .setTimeout(Duration.newBuilder().setSeconds(2 * SERVICES - service))
                    .setRetry(Retry.newBuilder().setMaxAttempts(attempts))
                    .build();
            builder.addMethod(MethodDescriptorProto.newBuilder()
                    .setName("Method" + i)
                    .setOptions(MethodOptions.newBuilder().setExtension(Options.method, options)));
        }
        return FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder()
                        .setName("s" + service + ".proto")
                        .setPackage("s" + service)
                        .addDependency("spillway/options.proto")
                        .addService(builder))
                .build()
                .toByteArray();
    }
}
