package io.spillway.marketplace;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.marketplace.menu.GetPricesRequest;
import io.spillway.marketplace.menu.GetPricesResponse;
import io.spillway.marketplace.menu.MenuServiceGrpc.MenuServiceStub;
import io.spillway.marketplace.notifications.NotificationServiceGrpc.NotificationServiceStub;
import io.spillway.marketplace.notifications.SendRequest;
import io.spillway.marketplace.orders.GetOrderRequest;
import io.spillway.marketplace.orders.GetOrderResponse;
import io.spillway.marketplace.orders.OrderServiceGrpc.OrderServiceImplBase;
import io.spillway.marketplace.orders.PlaceOrderRequest;
import io.spillway.marketplace.orders.PlaceOrderResponse;
import io.spillway.marketplace.payments.ChargeRequest;
import io.spillway.marketplace.payments.PaymentServiceGrpc.PaymentServiceStub;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Prices an order, has it paid, keeps it, and lets the customer know. */
final class OrdersService extends OrderServiceImplBase {
    private static final int KEPT_ORDERS = 10_000;

    private final Work work;
    private final MenuServiceStub menu;
    private final PaymentServiceStub payments;
    private final NotificationServiceStub notifications;
    private final EchoChain echo;
    private final BoundedMap<String, GetOrderResponse> orders = new BoundedMap<>(KEPT_ORDERS);
    private final AtomicLong orderCount = new AtomicLong();

    OrdersService(MarketplaceInstance instance, Work work, EgressClients egress) {
        this.work = work;
        menu = egress.to(MarketplaceService.MENU, MenuServiceStub.class);
        payments = egress.to(MarketplaceService.PAYMENTS, PaymentServiceStub.class);
        notifications = egress.to(MarketplaceService.NOTIFICATIONS, NotificationServiceStub.class);
        echo = new EchoChain(
                instance,
                Map.of(
                        MarketplaceService.MENU, menu::echo,
                        MarketplaceService.PAYMENTS, payments::echo,
                        MarketplaceService.NOTIFICATIONS, notifications::echo));
    }

    @Override
    public void placeOrder(PlaceOrderRequest request, StreamObserver<PlaceOrderResponse> observer) {
        if (request.getItemsCount() == 0) {
            observer.onError(Status.INVALID_ARGUMENT
                    .withDescription("items: none (expected: at least one)")
                    .asRuntimeException());
            return;
        }
        GetPricesRequest prices = GetPricesRequest.newBuilder()
                .addAllItems(request.getItemsList())
                .build();
        Unary.answer(
                observer,
                work.on("PlaceOrder")
                        .thenCompose(done -> Unary.call(menu::getPrices, prices))
                        .thenCompose(priced -> pay(request, priced))
                        .thenApply(this::keep));
    }

    @Override
    public void getOrder(GetOrderRequest request, StreamObserver<GetOrderResponse> observer) {
        Unary.answer(
                observer,
                work.on("GetOrder")
                        .thenApply(done -> orders.get(request.getOrderId())
                                .orElseThrow(() -> Status.NOT_FOUND
                                        .withDescription("no order " + request.getOrderId())
                                        .asRuntimeException())));
    }

    @Override
    public void echo(EchoRequest request, StreamObserver<EchoResponse> observer) {
        Unary.answer(observer, echo.answer(request));
    }

    private CompletableFuture<GetOrderResponse> pay(PlaceOrderRequest request, GetPricesResponse prices) {
        String orderId = "o-" + orderCount.incrementAndGet();
        long totalCents = request.getItemsList().stream()
                .mapToLong(prices::getPriceCentsOrThrow)
                .sum();
        ChargeRequest charge = ChargeRequest.newBuilder()
                .setOrderId(orderId)
                .setCustomer(request.getCustomer())
                .setAmountCents(totalCents)
                .build();
        return Unary.call(payments::charge, charge)
                .thenApply(paid -> GetOrderResponse.newBuilder()
                        .setOrderId(orderId)
                        .setCustomer(request.getCustomer())
                        .addAllItems(request.getItemsList())
                        .setTotalCents(totalCents)
                        .setPaymentId(paid.getPaymentId())
                        .build());
    }

    private PlaceOrderResponse keep(GetOrderResponse order) {
        orders.put(order.getOrderId(), order);
        tellCustomer(order);
        return PlaceOrderResponse.newBuilder()
                .setOrderId(order.getOrderId())
                .setTotalCents(order.getTotalCents())
                .setPaymentId(order.getPaymentId())
                .build();
    }

    private void tellCustomer(GetOrderResponse order) {
        SendRequest message = SendRequest.newBuilder()
                .setNotificationId(order.getOrderId())
                .setCustomer(order.getCustomer())
                .setText("Your order " + order.getOrderId() + " is on its way")
                .build();
        // Nobody waits for it, and a paid order does not fail because of it.
        Unary.send(notifications::send, message);
    }
}
