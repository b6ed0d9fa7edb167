package io.spillway.marketplace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.spillway.marketplace.menu.GetMenuRequest;
import io.spillway.marketplace.menu.MenuServiceGrpc.MenuServiceStub;
import io.spillway.marketplace.orders.GetOrderRequest;
import io.spillway.marketplace.orders.GetOrderResponse;
import io.spillway.marketplace.orders.OrderServiceGrpc.OrderServiceStub;
import io.spillway.marketplace.orders.PlaceOrderRequest;
import io.spillway.marketplace.orders.PlaceOrderResponse;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the customer's browser talks to: HTTP/1 with JSON. */
final class ConsumerFront {
    private static final ObjectMapper JSON = new ObjectMapper();

    record OrderBody(@Nullable String customer, @Nullable List<String> items) {}

    private final Work work;
    private final MenuServiceStub menu;
    private final OrderServiceStub orders;
    private final EchoChain echo;

    ConsumerFront(MarketplaceInstance instance, Work work, EgressClients egress) {
        this.work = work;
        menu = egress.to(MarketplaceService.MENU, MenuServiceStub.class);
        orders = egress.to(MarketplaceService.ORDERS, OrderServiceStub.class);
        echo = new EchoChain(
                instance, Map.of(MarketplaceService.MENU, menu::echo, MarketplaceService.ORDERS, orders::echo));
    }

    void register(ServerBuilder server) {
        server.route().get("/home").build((context, request) -> respond(HttpStatus.OK, home()));
        server.route()
                .post("/orders")
                .build((context, request) -> respond(HttpStatus.CREATED, placeOrder(context, request)));
        server.route()
                .get("/orders/{id}")
                .build((context, request) -> respond(HttpStatus.OK, order(context.pathParam("id"))));
        server.route().get("/debug/echo").build((context, request) -> respond(HttpStatus.OK, echo(context)));
    }

    private CompletableFuture<Map<String, Object>> home() {
        return work.on("home")
                .thenCompose(done -> Unary.call(menu::getMenu, GetMenuRequest.getDefaultInstance()))
                .thenApply(answer -> Map.of(
                        "menu",
                        answer.getItemsList().stream()
                                .map(item -> Map.of(
                                        "id", item.getId(), "name", item.getName(), "priceCents", item.getPriceCents()))
                                .toList()));
    }

    private CompletableFuture<Map<String, Object>> placeOrder(ServiceRequestContext context, HttpRequest request) {
        return context.makeContextAware(request.aggregate()).thenCompose(body -> {
            PlaceOrderRequest order = parse(body);
            return work.on("order")
                    .thenCompose(done -> Unary.call(orders::placeOrder, order))
                    .thenApply(ConsumerFront::json);
        });
    }

    private CompletableFuture<Map<String, Object>> order(@Nullable String id) {
        GetOrderRequest request =
                GetOrderRequest.newBuilder().setOrderId(id == null ? "" : id).build();
        return work.on("status")
                .thenCompose(done -> Unary.call(orders::getOrder, request))
                .thenApply(ConsumerFront::json);
    }

    private CompletableFuture<Map<String, Object>> echo(ServiceRequestContext context) {
        String through = context.queryParam("through");
        EchoRequest request = through == null || through.isEmpty()
                ? EchoRequest.getDefaultInstance()
                : EchoRequest.newBuilder()
                        .addAllThrough(List.of(through.split(",", -1)))
                        .build();
        return echo.answer(request).thenApply(ConsumerFront::json);
    }

    private static PlaceOrderRequest parse(AggregatedHttpRequest request) {
        OrderBody body;
        try {
            body = JSON.readValue(request.contentUtf8(), OrderBody.class);
        } catch (JsonProcessingException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("body: " + e.getOriginalMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
        if (body == null || body.customer() == null || body.items() == null) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("body: (expected: {\"customer\": \"c-1\", \"items\": [\"ramen\"]})")
                    .asRuntimeException();
        }
        return PlaceOrderRequest.newBuilder()
                .setCustomer(body.customer())
                .addAllItems(body.items())
                .build();
    }

    private static Map<String, Object> json(PlaceOrderResponse order) {
        return Map.of(
                "orderId", order.getOrderId(),
                "totalCents", order.getTotalCents(),
                "paymentId", order.getPaymentId());
    }

    private static Map<String, Object> json(GetOrderResponse order) {
        return Map.of(
                "orderId", order.getOrderId(),
                "customer", order.getCustomer(),
                "items", List.copyOf(order.getItemsList()),
                "totalCents", order.getTotalCents(),
                "paymentId", order.getPaymentId());
    }

    private static Map<String, Object> json(EchoResponse echo) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("service", echo.getService());
        json.put("instance", echo.getInstance());
        json.put("headers", echo.getHeadersMap());
        if (echo.hasNext()) {
            json.put("next", json(echo.getNext()));
        }
        return json;
    }

    private static HttpResponse respond(HttpStatus success, CompletableFuture<Map<String, Object>> answer) {
        return HttpResponse.of(answer.handle((@Nullable Map<String, Object> json, @Nullable Throwable failure) -> {
            if (json != null) {
                return body(success, json);
            }
            Status status = Unary.status(failure);
            String detail = status.getDescription();
            return body(
                    httpStatus(status.getCode()),
                    Map.of("grpcStatus", status.getCode().name(), "detail", detail == null ? "" : detail));
        }));
    }

    private static HttpResponse body(HttpStatus status, Map<String, Object> json) {
        try {
            return HttpResponse.of(status, MediaType.JSON, JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers always serialise", e);
        }
    }

    /** As https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto maps them. */
    private static HttpStatus httpStatus(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case RESOURCE_EXHAUSTED -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
