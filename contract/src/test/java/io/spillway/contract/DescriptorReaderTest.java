package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DescriptorReaderTest {
    private static final String TWO_FILES = """
            file {
              name: "common.proto"
              package: "common.v1"
              service { name: "Health" method { name: "Check" } }
            }
            file {
              name: "orders.proto"
              package: "orders.v1"
              dependency: "common.proto"
              dependency: "spillway/options.proto"
              service {
                name: "Orders"
                options { [spillway.client] { OPTIONS } }
                method { name: "Place" }
                method { name: "Get" }
              }
            }
            """;

    @Test
    void servicesOfImportedFilesAreNotThoseOfTheService() throws IOException {
        assertThat(read("", "timeout { seconds: 2 }").contracts().services().get("orders"))
                .isNotNull()
                .satisfies(orders -> assertThat(Objects.requireNonNull(orders).methods())
                        .containsOnlyKeys("orders.v1.Orders/Place", "orders.v1.Orders/Get"));
    }

    @Test
    void namedServicesAreTakenFromAnyFileOfTheSet() throws IOException {
        assertThat(read("grpcServices: [common.v1.Health]\n", "timeout { seconds: 2 }")
                        .contracts()
                        .services()
                        .get("orders"))
                .isNotNull()
                .satisfies(orders -> assertThat(Objects.requireNonNull(orders).methods())
                        .containsOnlyKeys("common.v1.Health/Check"));
    }

    @Test
    void aMistakeOfTheServiceIsReportedOnceForAllItsMethods() throws IOException {
        assertThat(read("", "retry { max_attempts: 4294967295 }").findings())
                .extracting(Finding::found)
                .containsExactly("orders.v1.Orders: retry.max_attempts 4294967295");
    }

    @Test
    void durationsThatJavaCannotHoldAreReported() throws IOException {
        assertThat(read("", "timeout { seconds: 9223372036854775807 nanos: -1 }")
                        .findings())
                .extracting(Finding::found)
                .containsExactly("orders.v1.Orders: timeout {seconds: 9223372036854775807 nanos: -1}");
    }

    @Test
    void aNumberThatIsNoneIsReported() throws IOException {
        assertThat(read("", "breaker { error_rate: nan } retry { jitter: inf }").findings())
                .extracting(Finding::rule)
                .containsExactly("breaker-range", "retry-range");
    }

    @Test
    void theTimeoutOfTheTierIsBelowTheOptions() throws IOException {
        Map<String, byte[]> files = Map.of(
                "mesh.yaml", "tiers: {2: {timeout: 3s}}\n".getBytes(UTF_8),
                "orders/service.yaml", "service: orders\ndescriptors: orders.binpb\n".getBytes(UTF_8),
                "orders/orders.binpb", RuleExample.descriptors(TWO_FILES.replace("OPTIONS", "idempotent: true")));

        MethodPolicy place = Objects.requireNonNull(Objects.requireNonNull(
                        ContractDirectory.read(files).contracts().services().get("orders"))
                .methods()
                .get("orders.v1.Orders/Place"));

        assertThat(place.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(place.origins().get("timeout")).hasToString("mesh.yaml:1 (timeout)");
    }

    @Test
    void tooManyMethodsAreRefused() throws IOException {
        String methods = "method { name: \"M\" }\n".repeat(10_001);

        assertThat(ContractDirectory.read(Map.of(
                                "orders/service.yaml", "service: orders\ndescriptors: orders.binpb\n".getBytes(UTF_8),
                                "orders/orders.binpb",
                                        RuleExample.descriptors(
                                                "file { name: \"o.proto\" service { name: \"S\" " + methods + "} }")))
                        .findings())
                .extracting(Finding::found)
                .containsExactly("orders/orders.binpb of 10001 methods");
    }

    private static ContractDirectory.Result read(String keys, String options) throws IOException {
        return ContractDirectory.read(Map.of(
                "orders/service.yaml", ("service: orders\ndescriptors: orders.binpb\n" + keys).getBytes(UTF_8),
                "orders/orders.binpb", RuleExample.descriptors(TWO_FILES.replace("OPTIONS", options))));
    }
}
