package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.marketplace.Marketplace;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceConfig;
import io.spillway.marketplace.MarketplaceService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The way of a request from a customer down to the ledger, through the sidecars of both ends of each hop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestPathIT {
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACE = "00-" + TRACE_ID + "-b7ad6b7169203331-01";
    private static final String ECHO = "/debug/echo?through=orders,payments,ledger";
    private static final String SEND = "notifications.v1.NotificationService/Send";
    /** The same timeout as {@link #SEND}, and no retries. */
    private static final String NOTIFICATIONS_ECHO = "notifications.v1.NotificationService/Echo";

    private static final Duration SEND_TIMEOUT = Duration.ofMillis(600);
    /** Not the port of the real notifications, which runs too. */
    private static final int SCRIPTED_PORT = 8_081;

    private final ClaimedBlock block = ClaimedBlock.any();
    private final Marketplace marketplace =
            Marketplace.start(MarketplaceConfig.of(1, MarketplaceAddresses.behindSidecars(block.block())));
    private final ScriptedService notifications =
            ScriptedService.start(block.at(MarketplaceService.NOTIFICATIONS, SCRIPTED_PORT));
    private final MeshCaller customer =
            new MeshCaller(block.at(MarketplaceService.CONSUMER_FRONT, MarketplaceAddresses.INGRESS_PORT));
    private final MeshCaller front =
            new MeshCaller(block.at(MarketplaceService.CONSUMER_FRONT, MarketplaceAddresses.EGRESS_PORT));
    private final MeshCaller orders =
            new MeshCaller(block.at(MarketplaceService.ORDERS, MarketplaceAddresses.EGRESS_PORT));
    private Optional<TestMesh> started = Optional.empty();

    @BeforeAll
    void start(@TempDir Path work) {
        started = Optional.of(TestMesh.start(
                block,
                work,
                contracts -> contracts.replace("notifications/service.yaml", "port: 8080", "port: " + SCRIPTED_PORT)));
    }

    @AfterAll
    void stop() {
        orders.close();
        front.close();
        customer.close();
        started.ifPresent(TestMesh::close);
        notifications.close();
        marketplace.close();
    }

    @BeforeEach
    void forget() {
        notifications.reset();
    }

    private TestMesh mesh() {
        return started.orElseThrow();
    }

    private JsonNode echo(Map<String, String> headers) {
        MeshCaller.Answer answer = customer.get("consumer-front", ECHO, headers);
        assertThat(answer.httpStatus()).as(answer.body()).isEqualTo(200);
        return TestMesh.json(answer.body());
    }

    @Test
    void aCallPassesTheSidecarsOfBothEndsOfEachHop() {
        String requestId = "2f1b6f2e-6a52-4a5e-9d3c-0d3a4f0f6b01";

        JsonNode front = echo(Map.of("x-request-id", requestId));

        String payments = front.at("/next/next/instance").asText();
        assertThat(front.get("instance").asText()).isEqualTo("consumer-front-1");
        assertThat(front.at("/next/instance").asText()).isEqualTo("orders-1");
        assertThat(payments).startsWith("payments-");
        assertThat(front.at("/next/next/next/instance").asText()).isEqualTo("ledger-1");
        TestMesh.patiently().untilAsserted(() -> {
            assertThat(logged("consumer-front-1", requestId)).containsExactlyInAnyOrder("ingress", "egress to orders");
            assertThat(logged("orders-1", requestId)).containsExactlyInAnyOrder("ingress", "egress to payments");
            assertThat(logged(payments, requestId)).containsExactlyInAnyOrder("ingress", "egress to ledger");
            assertThat(logged("ledger-1", requestId)).containsExactly("ingress");
        });
    }

    /** The listeners of an instance that saw a request and answered it well. */
    private List<String> logged(String instance, String requestId) {
        return mesh().accessLog(instance).stream()
                .filter(line -> line.path("requestId").asText().equals(requestId))
                .filter(line -> line.path("status").asInt() == 200)
                .map(line -> line.path("listener").asText().equals("ingress")
                        ? "ingress"
                        : "egress to " + line.path("upstreamCluster").asText())
                .toList();
    }

    @Test
    void traceContextAndBaggageReachTheLedgerAsTheyWere() {
        JsonNode ledger = echo(Map.of("traceparent", TRACE, "tracestate", "vendor=1", "baggage", "tenant=blue"))
                .at("/next/next/next/headers");

        assertThat(ledger.path("traceparent").asText()).isEqualTo(TRACE);
        assertThat(ledger.path("tracestate").asText()).isEqualTo("vendor=1");
        assertThat(ledger.path("baggage").asText()).isEqualTo("tenant=blue");
    }

    @Test
    void theContractsOfTheCalleesCapTheDeadline() {
        JsonNode front = echo(Map.of());

        // The front gives a request without a deadline 5 s.
        assertThat(timeout(front.at("/next"))).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(timeout(front.at("/next/next"))).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(timeout(front.at("/next/next/next"))).isPositive().isLessThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void theShorterDeadlineOfACallerHolds() {
        notifications.takes(Duration.ofSeconds(5));

        MeshCaller.Answer answer = orders.grpc("notifications", SEND, Map.of("grpc-timeout", "100m"));

        assertThat(answer.grpcStatus()).isEqualTo(4);
        assertThat(answer.time()).isGreaterThanOrEqualTo(Duration.ofMillis(90)).isLessThan(SEND_TIMEOUT);
        assertThat(notifications.received()).isNotEmpty();
        assertThat(notifications.received().element().get("grpc-timeout")).isEqualTo("100m");
    }

    @Test
    void theLongerDeadlineOfACallerIsCutToTheDeclaredOne() {
        MeshCaller.Answer answer = orders.grpc("notifications", SEND, Map.of("grpc-timeout", "4S"));

        assertThat(answer.isGood()).as("%s", answer).isTrue();
        assertThat(notifications.received().element().get("grpc-timeout")).isEqualTo("600m");
    }

    @Test
    void aCallerWithoutDeadlineIsGivenTheDeclaredOne() {
        orders.grpc("notifications", SEND);

        assertThat(notifications.received().element().get("grpc-timeout")).isEqualTo("600m");
    }

    @Test
    void theDeclaredTimeoutFiresInTheSidecar() {
        String requestId = "2f1b6f2e-6a52-4a5e-9d3c-0d3a4f0f6b02";
        notifications.takes(Duration.ofSeconds(5));

        MeshCaller.Answer answer = orders.grpc("notifications", NOTIFICATIONS_ECHO, Map.of("x-request-id", requestId));

        assertThat(answer.grpcStatus()).isEqualTo(4);
        assertThat(answer.time())
                .isGreaterThanOrEqualTo(SEND_TIMEOUT.minusMillis(10))
                .isLessThan(Duration.ofSeconds(2));
        TestMesh.patiently()
                .untilAsserted(() -> assertThat(whatEnded(requestId)).isEqualTo("max_duration_timeout"));
    }

    /** Both sidecars hold the same deadline: where the callee's fires first, the caller's only passes its answer on. */
    private String whatEnded(String requestId) {
        String atCaller = details("orders-1", requestId);
        return atCaller.equals("via_upstream") ? details("notifications-1", requestId) : atCaller;
    }

    private String details(String instance, String requestId) {
        List<JsonNode> lines = mesh().accessLog(instance).stream()
                .filter(line -> line.path("requestId").asText().equals(requestId))
                .toList();
        assertThat(lines).as(instance).hasSize(1);
        return lines.getFirst().path("details").asText();
    }

    @Test
    void anAttemptThatTakesTooLongIsTriedAgainWithinTheDeadline() {
        notifications.takes(Duration.ofSeconds(5));

        MeshCaller.Answer answer = orders.grpc("notifications", SEND);

        assertThat(answer.isGood()).isFalse();
        assertThat(answer.time()).isLessThan(Duration.ofSeconds(2));
        assertThat(notifications.received()).hasSize(2);
    }

    @Test
    void aCallThatIsNotDeclaredIsAnsweredWithWhatToDo() {
        MeshCaller.Answer answer = front.get("ledger", "/");

        assertThat(answer.httpStatus()).isEqualTo(502);
        assertThat(answer.body())
                .isEqualTo("Not in the egress of consumer-front: add it to consumer-front/service.yaml\n");
    }

    @Test
    void bothInstancesOfACalleeAreCalled() {
        TestMesh.patiently()
                .pollInSameThread()
                .until(
                        () -> echo(Map.of()).at("/next/next/instance").asText(),
                        instance -> instance.equals("payments-2"));
        TestMesh.patiently()
                .until(
                        () -> echo(Map.of()).at("/next/next/instance").asText(),
                        instance -> instance.equals("payments-1"));
    }

    /** What {@code grpc-timeout} told the application of one hop of an echo. */
    private static Duration timeout(JsonNode hop) {
        String text = hop.at("/headers/grpc-timeout").asText();
        long value = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'S' -> Duration.ofSeconds(value);
            case 'm' -> Duration.ofMillis(value);
            case 'u' -> Duration.ofNanos(value * 1_000);
            case 'n' -> Duration.ofNanos(value);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
