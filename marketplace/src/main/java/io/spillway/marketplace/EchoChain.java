package io.spillway.marketplace;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Answers with the headers of the current request, after passing it on to the services that are still to come. */
final class EchoChain {
    private final MarketplaceInstance instance;
    private final Map<MarketplaceService, BiConsumer<EchoRequest, StreamObserver<EchoResponse>>> egress;

    EchoChain(
            MarketplaceInstance instance,
            Map<MarketplaceService, BiConsumer<EchoRequest, StreamObserver<EchoResponse>>> egress) {
        this.instance = instance;
        this.egress = Map.copyOf(egress);
    }

    CompletableFuture<EchoResponse> answer(EchoRequest request) {
        EchoResponse own = EchoResponse.newBuilder()
                .setService(instance.service().contractName())
                .setInstance(instance.name())
                .putAllHeaders(receivedHeaders())
                .build();
        if (request.getThroughCount() == 0) {
            return CompletableFuture.completedFuture(own);
        }
        String next = request.getThrough(0);
        for (var callee : egress.entrySet()) {
            if (callee.getKey().contractName().equals(next)) {
                EchoRequest rest = EchoRequest.newBuilder()
                        .addAllThrough(request.getThroughList().subList(1, request.getThroughCount()))
                        .build();
                return Unary.call(callee.getValue(), rest)
                        .thenApply(answer -> own.toBuilder().setNext(answer).build());
            }
        }
        return CompletableFuture.failedFuture(Status.INVALID_ARGUMENT
                .withDescription(instance.service().contractName() + " does not call " + next + " (expected: one of "
                        + names() + ")")
                .asRuntimeException());
    }

    private List<String> names() {
        return egress.keySet().stream()
                .map(MarketplaceService::contractName)
                .sorted()
                .toList();
    }

    private static Map<String, String> receivedHeaders() {
        return ServiceRequestContext.current().request().headers().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toString(), Map.Entry::getValue, (a, b) -> a + ", " + b));
    }
}
