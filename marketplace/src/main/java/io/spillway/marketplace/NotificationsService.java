package io.spillway.marketplace;

import io.grpc.stub.StreamObserver;
import io.spillway.marketplace.notifications.NotificationServiceGrpc.NotificationServiceImplBase;
import io.spillway.marketplace.notifications.SendRequest;
import io.spillway.marketplace.notifications.SendResponse;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.Map;

/** Tells customers what happened, as well as it can. */
final class NotificationsService extends NotificationServiceImplBase {
    private final Work work;
    private final EchoChain echo;

    NotificationsService(MarketplaceInstance instance, Work work) {
        this.work = work;
        echo = new EchoChain(instance, Map.of());
    }

    @Override
    public void send(SendRequest request, StreamObserver<SendResponse> observer) {
        Unary.answer(observer, work.on("Send").thenApply(done -> SendResponse.getDefaultInstance()));
    }

    @Override
    public void echo(EchoRequest request, StreamObserver<EchoResponse> observer) {
        Unary.answer(observer, echo.answer(request));
    }
}
