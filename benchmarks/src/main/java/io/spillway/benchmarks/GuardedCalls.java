package io.spillway.benchmarks;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.incidentlab.Outcome;
import io.spillway.marketplace.ledger.LedgerServiceGrpc.LedgerServiceStub;
import io.spillway.marketplace.ledger.PostRequest;
import io.spillway.marketplace.ledger.PostResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Calls the service once a request, with a deadline and without a second attempt. Thread-safe. */
final class GuardedCalls implements OpenLoopLoad.Sender, AutoCloseable {
    /** What a refusal of the guard is counted as. */
    static final String REFUSED = "status RESOURCE_EXHAUSTED";

    private final ClientFactory factory = ClientFactory.builder().build();
    private final LedgerServiceStub stub;
    private final Duration deadline;
    private final int users;

    GuardedCalls(int port, Duration deadline, int users) {
        this.deadline = deadline;
        this.users = users;
        stub = GrpcClients.builder("gproto+h2c://127.0.0.1:" + port)
                .factory(factory)
                .responseTimeoutMillis(0)
                .build(LedgerServiceStub.class);
    }

    @Override
    public CompletionStage<Outcome> send(long index, RandomGenerator random) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        PostRequest request =
                PostRequest.newBuilder().setPaymentId("p-" + index).build();
        stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .withInterceptors(UserHeader.of("user=u-" + random.nextInt(users)))
                .post(request, new StreamObserver<>() {
                    @Override
                    public void onNext(PostResponse answer) {
                        outcome.complete(Outcome.success());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        outcome.complete(Outcome.failure(
                                "status " + Status.fromThrowable(failure).getCode(), failure.toString()));
                    }

                    @Override
                    public void onCompleted() {}
                });
        return outcome;
    }

    @Override
    public void close() {
        factory.close();
    }
}
