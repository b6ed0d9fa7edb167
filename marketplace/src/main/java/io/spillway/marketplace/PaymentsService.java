package io.spillway.marketplace;

import io.grpc.stub.StreamObserver;
import io.spillway.marketplace.ledger.LedgerServiceGrpc.LedgerServiceStub;
import io.spillway.marketplace.ledger.PostRequest;
import io.spillway.marketplace.payments.ChargeRequest;
import io.spillway.marketplace.payments.ChargeResponse;
import io.spillway.marketplace.payments.PaymentServiceGrpc.PaymentServiceImplBase;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Charges a customer and posts the charge to the ledger. */
final class PaymentsService extends PaymentServiceImplBase {
    private final MarketplaceInstance instance;
    private final Work work;
    private final LedgerServiceStub ledger;
    private final EchoChain echo;
    private final AtomicLong payments = new AtomicLong();

    PaymentsService(MarketplaceInstance instance, Work work, EgressClients egress) {
        this.instance = instance;
        this.work = work;
        ledger = egress.to(MarketplaceService.LEDGER, LedgerServiceStub.class);
        echo = new EchoChain(instance, Map.of(MarketplaceService.LEDGER, ledger::echo));
    }

    @Override
    public void charge(ChargeRequest request, StreamObserver<ChargeResponse> observer) {
        Unary.answer(observer, work.on("Charge").thenCompose(done -> post(request)));
    }

    @Override
    public void echo(EchoRequest request, StreamObserver<EchoResponse> observer) {
        Unary.answer(observer, echo.answer(request));
    }

    private CompletableFuture<ChargeResponse> post(ChargeRequest request) {
        // With the instance in it: each instance counts for itself.
        String paymentId = "p-" + instance.number() + "-" + payments.incrementAndGet();
        PostRequest post = PostRequest.newBuilder()
                .setPaymentId(paymentId)
                .setAmountCents(request.getAmountCents())
                .build();
        return Unary.call(ledger::post, post)
                .thenApply(posted -> ChargeResponse.newBuilder()
                        .setPaymentId(paymentId)
                        .setLedgerEntry(posted.getEntry())
                        .build());
    }
}
