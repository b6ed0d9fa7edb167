package io.spillway.marketplace;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Unary calls as futures, on both sides. */
final class Unary {
    private Unary() {}

    /** @param method of an asynchronous stub; the result completes in the context of the current request */
    static <Q, R> CompletableFuture<R> call(BiConsumer<Q, StreamObserver<R>> method, Q request) {
        CompletableFuture<R> result = new CompletableFuture<>();
        method.accept(request, new IntoFuture<>(result));
        return ServiceRequestContext.current().makeContextAware(result);
    }

    /** A call whose answer nobody waits for, whatever it is. */
    static <Q, R> void send(BiConsumer<Q, StreamObserver<R>> method, Q request) {
        method.accept(request, new IntoFuture<>(new CompletableFuture<>()));
    }

    /** Answers with the result, or with the status of what failed: a callee's status passes on as it is. */
    static <R> void answer(StreamObserver<R> observer, CompletionStage<R> result) {
        result.whenComplete((@Nullable R response, @Nullable Throwable failure) -> {
            if (response != null) {
                observer.onNext(response);
                observer.onCompleted();
            } else {
                observer.onError(status(failure).asRuntimeException());
            }
        });
    }

    static Status status(@Nullable Throwable failure) {
        return failure == null ? Status.INTERNAL.withDescription("no response") : Status.fromThrowable(failure);
    }

    private record IntoFuture<R>(CompletableFuture<R> result) implements StreamObserver<R> {
        @Override
        public void onNext(R response) {
            result.complete(response);
        }

        @Override
        public void onError(Throwable cause) {
            result.completeExceptionally(cause);
        }

        @Override
        public void onCompleted() {
            // Of no effect after a response.
            result.completeExceptionally(
                    Status.INTERNAL.withDescription("no response").asRuntimeException());
        }
    }
}
