package io.spillway.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarketplaceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    /** Stopping takes 2 s, so all tests share one; none of them may count what the others do. */
    private static final Marketplace SHARED = Marketplace.start(MarketplaceConfig.of(1, MarketplaceAddresses.direct()));

    private Marketplace marketplace = SHARED;

    @AfterEach
    void stopOwn() {
        if (marketplace != SHARED) {
            marketplace.close();
        }
    }

    @AfterAll
    static void stopShared() {
        SHARED.close();
        HTTP.close();
    }

    @Test
    void anOrderIsPricedPaidKeptAndAnnounced() throws Exception {
        startOwn(MarketplaceConfig.of(1, MarketplaceAddresses.direct()));
        HttpResponse<String> placed = post("/orders", "{\"customer\":\"c-7\",\"items\":[\"ramen\",\"lemonade\"]}");
        JsonNode order = JSON.readTree(placed.body());
        JsonNode found = get("/orders/" + order.get("orderId").asText());

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(found.get("customer").asText()).isEqualTo("c-7");
        assertThat(found.get("totalCents").asLong()).isEqualTo(1_250 + 320);
        assertThat(found.get("paymentId").asText()).startsWith("p-");
        Awaitility.await().untilAsserted(() -> {
            assertThat(count(MarketplaceService.LEDGER)).isEqualTo(1);
            assertThat(count(MarketplaceService.NOTIFICATIONS)).isEqualTo(1);
            assertThat(count(MarketplaceService.CONSUMER_FRONT)).isEqualTo(2);
        });
    }

    @Test
    void theHomePageShowsTheMenu() throws Exception {
        assertThat(get("/home").get("menu").findValuesAsText("id")).contains("margherita", "ramen");
    }

    @Test
    void bothPaymentInstancesAreCalled() throws Exception {
        Set<String> instances = new HashSet<>();
        for (int call = 0; call < 2; call++) {
            instances.add(get("/debug/echo?through=orders,payments")
                    .at("/next/next/instance")
                    .asText());
        }

        assertThat(instances).containsExactlyInAnyOrder("payments-1", "payments-2");
    }

    @Test
    void deadlineTraceAndBaggageReachTheLedger() throws Exception {
        HttpRequest request = request("/debug/echo?through=orders,payments,ledger")
                .header("traceparent", TRACE)
                .header("tracestate", "vendor=1")
                .header("baggage", "tenant=blue")
                .header("x-envoy-expected-rq-timeout-ms", "1500")
                .build();

        JsonNode ledger = JSON.readTree(
                        HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .at("/next/next/next");

        assertThat(ledger.get("instance").asText()).isEqualTo("ledger-1");
        assertThat(ledger.at("/headers/traceparent").asText()).isEqualTo(TRACE);
        assertThat(ledger.at("/headers/tracestate").asText()).isEqualTo("vendor=1");
        assertThat(ledger.at("/headers/baggage").asText()).isEqualTo("tenant=blue");
        assertThat(ledger.at("/headers/:authority").asText()).isEqualTo("ledger");
        assertThat(GrpcTimeout.parse(ledger.at("/headers/grpc-timeout").asText()))
                .hasValueSatisfying(left -> assertThat(left).isPositive().isLessThan(Duration.ofMillis(1_500)));
    }

    @Test
    void eachHopHasLessTimeThanTheOneBefore() throws Exception {
        JsonNode front = get("/debug/echo?through=orders,payments,ledger");

        Duration orders = timeout(front.at("/next"));
        Duration payments = timeout(front.at("/next/next"));
        Duration ledger = timeout(front.at("/next/next/next"));
        assertThat(orders).isGreaterThan(payments).isLessThan(Duration.ofSeconds(5));
        assertThat(payments).isGreaterThan(ledger);
    }

    @Test
    void aRequestWithoutTimeEndsWithAGatewayTimeout() throws Exception {
        HttpRequest request =
                request("/home").header("x-envoy-expected-rq-timeout-ms", "1").build();

        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isIn(503, 504);
    }

    @Test
    void mistakesOfTheCustomerAreToldAsSuch() throws Exception {
        assertThat(post("/orders", "{\"customer\":\"c-1\",\"items\":[\"stone\"]}"))
                .satisfies(response -> assertThat(response.statusCode()).isEqualTo(400))
                .satisfies(response -> assertThat(response.body()).contains("item: stone (expected: one of"));
        assertThat(post("/orders", "no json").statusCode()).isEqualTo(400);
        assertThat(post("/orders", "{}").statusCode()).isEqualTo(400);
        assertThat(send(request("/orders/o-99").build()).statusCode()).isEqualTo(404);
        assertThat(send(request("/debug/echo?through=ledger").build()).body()).contains("does not call ledger");
    }

    @Test
    void simulatedFailuresAreCountedWhereTheyHappenAndAbove() throws Exception {
        startOwn(MarketplaceConfig.of(1, MarketplaceAddresses.direct()).withErrorRate(MarketplaceService.LEDGER, 1));

        assertThat(post("/orders", "{\"customer\":\"c-1\",\"items\":[\"ramen\"]}")
                        .statusCode())
                .isEqualTo(503);
        Awaitility.await().untilAsserted(() -> {
            assertThat(errors(MarketplaceService.LEDGER)).isEqualTo(1);
            assertThat(errors(MarketplaceService.PAYMENTS)).isEqualTo(1);
            assertThat(errors(MarketplaceService.ORDERS)).isEqualTo(1);
            assertThat(errors(MarketplaceService.CONSUMER_FRONT)).isEqualTo(1);
            assertThat(errors(MarketplaceService.MENU)).isZero();
        });
    }

    @Test
    void anIntervalHoldsWhatCameSinceTheOneBefore() throws Exception {
        startOwn(MarketplaceConfig.of(1, MarketplaceAddresses.direct()));
        get("/home");
        Awaitility.await().until(() -> count(MarketplaceService.CONSUMER_FRONT) == 1);

        RequestStats stats = marketplace.stats().get(MarketplaceService.CONSUMER_FRONT);
        assertThat(stats).isNotNull();
        assertThat(stats.interval().count()).isEqualTo(1);
        assertThat(stats.interval().count()).isZero();
        assertThat(stats.latencyNanos().getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void anAddressThatIsTakenIsNamedAndNothingKeepsRunning() throws IOException {
        MarketplaceInstance payments = new MarketplaceInstance(MarketplaceService.PAYMENTS, 1);
        AddressBlock block = new AddressBlock(201);
        InetSocketAddress address = new InetSocketAddress(block.address(payments), 0);
        try (ServerSocket holder = new ServerSocket(0, 1, address.getAddress())) {
            MarketplaceAddresses addresses =
                    new MarketplaceAddresses.BehindSidecars(block, holder.getLocalPort(), 15_001);

            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> Marketplace.start(MarketplaceConfig.of(1, addresses)))
                        .isInstanceOf(AddressTakenException.class)
                        .hasMessageStartingWith(
                                "payments-1 cannot listen on 127.201.4.1:" + holder.getLocalPort() + ": ");
            }
        }
    }

    private void startOwn(MarketplaceConfig config) {
        marketplace = Marketplace.start(config);
    }

    private long count(MarketplaceService service) {
        RequestStats stats = marketplace.stats().get(service);
        return stats == null ? -1 : stats.count();
    }

    private long errors(MarketplaceService service) {
        RequestStats stats = marketplace.stats().get(service);
        return stats == null ? -1 : stats.errors();
    }

    private static Duration timeout(JsonNode hop) {
        return GrpcTimeout.parse(hop.at("/headers/grpc-timeout").asText()).orElseThrow();
    }

    private InetSocketAddress front() {
        return marketplace.address(new MarketplaceInstance(MarketplaceService.CONSUMER_FRONT, 1));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request(path).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front().getPort() + path))
                .version(HttpClient.Version.HTTP_1_1);
    }
}
