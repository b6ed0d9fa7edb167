package io.spillway.marketplace;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.incidentlab.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What customers do, over HTTP/1.1: of all requests 60% open the home page, 30% order one to three things, 10% look
 * after an order (the home page while nobody has ordered). Thread-safe.
 */
public final class MarketplaceTraffic implements OpenLoopLoad.Sender, AutoCloseable {
    private static final double HOME = 0.6;
    private static final double ORDER = 0.3;
    private static final int MOST_ITEMS = 3;
    private static final int CUSTOMERS = 1_000;
    private static final int REMEMBERED_ORDERS = 256;
    private static final int DETAIL_LENGTH = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern ORDER_ID = Pattern.compile("\"orderId\":\"([^\"]+)\"");

    private final ClientFactory factory;
    private final WebClient client;
    private final AtomicReferenceArray<String> orders = new AtomicReferenceArray<>(REMEMBERED_ORDERS);
    private final AtomicLong orderCount = new AtomicLong();

    /** @param front the ingress of consumer-front's sidecar, or the application itself */
    public MarketplaceTraffic(InetSocketAddress front) {
        factory = ClientFactory.builder().connectTimeout(CONNECT_TIMEOUT).build();
        client = WebClient.builder(SessionProtocol.H1C, Endpoint.of(front))
                .factory(factory)
                .responseTimeout(TIMEOUT)
                .setHeader(HttpHeaderNames.AUTHORITY, MarketplaceService.CONSUMER_FRONT.contractName())
                .build();
    }

    @Override
    public CompletionStage<Outcome> send(long index, RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < HOME) {
            return home();
        }
        return kind < HOME + ORDER ? placeOrder(random) : lookAfterOrder(random);
    }

    @Override
    public void close() {
        factory.close();
    }

    private CompletionStage<Outcome> home() {
        return client.get("/home").aggregate().thenApply(MarketplaceTraffic::outcome);
    }

    private CompletionStage<Outcome> placeOrder(RandomGenerator random) {
        return request(random).aggregate().thenApply(response -> {
            Matcher id = ORDER_ID.matcher(response.contentUtf8());
            if (id.find()) {
                orders.set((int) (orderCount.getAndIncrement() % REMEMBERED_ORDERS), id.group(1));
            }
            return outcome(response);
        });
    }

    private HttpResponse request(RandomGenerator random) {
        List<String> menu = MenuService.itemIds();
        StringBuilder items = new StringBuilder();
        for (int left = 1 + random.nextInt(MOST_ITEMS); left > 0; left--) {
            items.append(items.isEmpty() ? "\"" : ",\"")
                    .append(menu.get(random.nextInt(menu.size())))
                    .append('"');
        }
        String body = "{\"customer\":\"c-" + random.nextInt(CUSTOMERS) + "\",\"items\":[" + items + "]}";
        return client.execute(HttpRequest.of(HttpMethod.POST, "/orders", MediaType.JSON, body));
    }

    private CompletionStage<Outcome> lookAfterOrder(RandomGenerator random) {
        int known = (int) Math.min(orderCount.get(), REMEMBERED_ORDERS);
        String order = known == 0 ? null : orders.get(random.nextInt(known));
        return order == null
                ? home()
                : client.get("/orders/" + order).aggregate().thenApply(MarketplaceTraffic::outcome);
    }

    private static Outcome outcome(AggregatedHttpResponse response) {
        if (response.status().isSuccess()) {
            return Outcome.success();
        }
        String body = response.contentUtf8();
        return Outcome.failure(
                "status " + response.status().code(), body.substring(0, Math.min(DETAIL_LENGTH, body.length())));
    }
}
