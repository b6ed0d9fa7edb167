package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.MethodPolicy.Breaker;
import io.spillway.contract.MethodPolicy.Retry;
import io.spillway.contract.ServiceContract.AdaptiveConcurrency;
import io.spillway.contract.ServiceContract.EnvoyPatch;
import io.spillway.contract.ServiceContract.OutlierDetection;
import io.spillway.contract.options.Priority;
import io.spillway.contract.options.StatusCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractDirectoryTest {
    private static final String PAYMENTS = """
            service: payments
            owner: payments-team
            tier: 0
            port: 9000
            reservedPorts: [9042, 6379]
            descriptors: payments.binpb
            egress:
              - service: ledger
                applicationAttempts: 2
              - host: api.card-network.example:443
            protect:
              adaptiveConcurrency: {}
              outlierDetection: {consecutive5xx: 7, interval: 5s}
              connectionAge: 2m
            envoyPatches:
              - resource: cluster
                name: ledger
                merge: {connect_timeout: 0.5s, circuit_breakers: {thresholds: [{max_requests: 10}]}}
            """;
    private static final String LEDGER = "service: ledger\nowner: ledger-team\n";

    @TempDir
    Path directory = Path.of("");

    @Test
    void allKeysOfAContractAreRead() throws IOException {
        ServiceContract payments =
                Objects.requireNonNull(readPayments("").services().get("payments"));

        assertThat(payments.owner()).isEqualTo("payments-team");
        assertThat(payments.tier()).isZero();
        assertThat(payments.port()).isEqualTo(9000);
        assertThat(payments.protocol()).isEqualTo(ServiceContract.Protocol.GRPC);
        assertThat(payments.reservedPorts()).containsExactly(6379, 9042);
        assertThat(payments.descriptors()).isEqualTo("payments/payments.binpb");
        assertThat(payments.egress()).hasSize(2);
        assertThat(payments.egress().get(0).service()).isEqualTo("ledger");
        assertThat(payments.egress().get(0).applicationAttempts()).isEqualTo(2);
        assertThat(payments.egress().get(1).host()).isEqualTo("api.card-network.example:443");
        assertThat(payments.protect().adaptiveConcurrency())
                .isEqualTo(new AdaptiveConcurrency(90, Duration.ofMillis(100), Duration.ofSeconds(60), 50, 1_000));
        assertThat(payments.protect().outlierDetection())
                .isEqualTo(new OutlierDetection(7, Duration.ofSeconds(5), Duration.ofSeconds(30), 30));
        assertThat(payments.protect().connectionAge()).isEqualTo(Duration.ofMinutes(2));
        assertThat(payments.protect().maxConcurrentStreams()).isEqualTo(100);
        assertThat(payments.sidecar().name()).isEqualTo("medium");
        assertThat(payments.envoyPatches())
                .containsExactly(new EnvoyPatch(
                        EnvoyPatch.Target.CLUSTER,
                        "ledger",
                        "{\"connect_timeout\":\"0.5s\",\"circuit_breakers\":{\"thresholds\":[{\"max_requests\":10}]}}",
                        new SourceLocation("payments/service.yaml", 16, 5)));
    }

    @Test
    void everyWrittenKeyHasItsPosition() throws IOException {
        ServiceContract payments =
                Objects.requireNonNull(readPayments("").services().get("payments"));

        assertThat(payments.location()).isEqualTo(new SourceLocation("payments/service.yaml", 1, 10));
        assertThat(payments.origin("protect.outlierDetection.interval"))
                .hasToString("payments/service.yaml:13 (protect.outlierDetection.interval)");
        assertThat(payments.origin("egress[1].host")).hasToString("payments/service.yaml:10 (egress[1].host)");
        assertThat(payments.origin("protect.maxConcurrentStreams"))
                .hasToString("default (protect.maxConcurrentStreams)");
    }

    @Test
    void optionsOfAMethodLieOverThoseOfItsServiceFieldByField() throws IOException {
        MethodPolicy charge = policy(readPayments("").services(), "payments.v1.PaymentService/Charge");

        assertThat(charge.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(charge.priority()).isEqualTo(Priority.CRITICAL);
        assertThat(charge.retry())
                .isEqualTo(new Retry(
                        2,
                        Set.of(StatusCode.UNAVAILABLE, StatusCode.RESOURCE_EXHAUSTED),
                        Duration.ofMillis(10),
                        Duration.ofMillis(250),
                        1,
                        null));
        assertThat(charge.breaker())
                .isEqualTo(new Breaker(0.4, 1, null, Duration.ofSeconds(10), 50, Duration.ofSeconds(5)));
        assertThat(charge.idempotent()).isFalse();
        assertThat(charge.hedging()).isNull();
        assertThat(charge.fallback()).isNull();
    }

    @Test
    void aListOfStatusesReplacesTheInheritedOne() throws IOException {
        MethodPolicy find = policy(readPayments("").services(), "payments.v1.PaymentService/Find");

        assertThat(find.retry().on()).containsExactlyInAnyOrder(StatusCode.UNAVAILABLE, StatusCode.DEADLINE_EXCEEDED);
        assertThat(find.timeout()).isEqualTo(Duration.ofMillis(800));
        assertThat(find.idempotent()).isTrue();
    }

    @Test
    void originsOfOptionsAreLinesOfTheProto() throws IOException {
        MethodPolicy charge = policy(readPayments("").services(), "payments.v1.PaymentService/Charge");
        MethodPolicy find = policy(readPayments("").services(), "payments.v1.PaymentService/Find");

        assertThat(charge.origins().get("timeout")).hasToString("payments/v1/payments.proto:17 (timeout)");
        assertThat(find.origins().get("timeout")).hasToString("payments/v1/payments.proto:10 (timeout)");
        assertThat(find.origins().get("idempotent")).hasToString("payments/v1/payments.proto:26 (idempotent)");
        assertThat(find.origins().get("hedging")).hasToString("default (hedging)");
    }

    @Test
    void theTierGivesWhatNeitherServiceNorProtoSay() throws IOException {
        ContractSet contracts = readPayments("""
                retryLayer: client
                tiers:
                  0: {timeout: 3s, outlierDetection: {}}
                  2: {adaptiveConcurrency: {maxConcurrency: 50}}
                """);

        ServiceContract payments = Objects.requireNonNull(contracts.services().get("payments"));
        ServiceContract ledger = Objects.requireNonNull(contracts.services().get("ledger"));
        assertThat(payments.protect().outlierDetection())
                .isNotNull()
                .extracting(OutlierDetection::consecutive5xx)
                .isEqualTo(7);
        assertThat(ledger.protect().adaptiveConcurrency())
                .isNotNull()
                .extracting(AdaptiveConcurrency::maxConcurrency)
                .isEqualTo(50);
        assertThat(ledger.origin("protect.adaptiveConcurrency"))
                .hasToString("mesh.yaml:4 (protect.adaptiveConcurrency)");
        assertThat(ledger.retryLayer()).isEqualTo(RetryLayer.CLIENT);
        assertThat(ledger.origin("retryLayer")).hasToString("mesh.yaml:1 (retryLayer)");
    }

    @Test
    void filesInMemoryAreReadLikeADirectory() throws IOException {
        write("");

        Map<String, byte[]> files = Map.of(
                "payments/service.yaml", PAYMENTS.getBytes(UTF_8),
                "payments/payments.binpb", descriptors(),
                "ledger/service.yaml", LEDGER.getBytes(UTF_8));

        assertThat(ContractDirectory.read(files)).isEqualTo(ContractDirectory.read(directory));
    }

    private ContractSet readPayments(String mesh) throws IOException {
        write(mesh);
        ContractDirectory.Result result = ContractDirectory.read(directory);
        assertThat(result.findings()).isEmpty();
        return result.contracts();
    }

    private void write(String mesh) throws IOException {
        Files.createDirectories(directory.resolve("payments"));
        Files.createDirectories(directory.resolve("ledger"));
        Files.writeString(directory.resolve("payments/service.yaml"), PAYMENTS);
        Files.write(directory.resolve("payments/payments.binpb"), descriptors());
        Files.writeString(directory.resolve("ledger/service.yaml"), LEDGER);
        if (!mesh.isEmpty()) {
            Files.writeString(directory.resolve("mesh.yaml"), mesh);
        }
    }

    private static byte[] descriptors() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ContractDirectoryTest.class.getResourceAsStream("/payments.binpb"))) {
            return in.readAllBytes();
        }
    }

    private static MethodPolicy policy(Map<String, ServiceContract> services, String method) {
        return Objects.requireNonNull(
                Objects.requireNonNull(services.get("payments")).methods().get(method));
    }
}
