package io.spillway.marketplace;

import io.grpc.stub.StreamObserver;
import io.spillway.marketplace.ledger.LedgerServiceGrpc.LedgerServiceImplBase;
import io.spillway.marketplace.ledger.PostRequest;
import io.spillway.marketplace.ledger.PostResponse;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Posts each payment once, however often it is asked. */
final class LedgerService extends LedgerServiceImplBase {
    private static final int KEPT_ENTRIES = 10_000;

    private final Work work;
    private final EchoChain echo;
    private final BoundedMap<String, String> entryByPayment = new BoundedMap<>(KEPT_ENTRIES);
    private final AtomicLong entries = new AtomicLong();

    LedgerService(MarketplaceInstance instance, Work work) {
        this.work = work;
        echo = new EchoChain(instance, Map.of());
    }

    @Override
    public void post(PostRequest request, StreamObserver<PostResponse> observer) {
        Unary.answer(
                observer,
                work.on("Post")
                        .thenApply(done -> PostResponse.newBuilder()
                                .setEntry(entryByPayment.putIfAbsent(
                                        request.getPaymentId(), "e-" + entries.incrementAndGet()))
                                .build()));
    }

    @Override
    public void echo(EchoRequest request, StreamObserver<EchoResponse> observer) {
        Unary.answer(observer, echo.answer(request));
    }
}
