package io.spillway.marketplace;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Stands for what a service computes or waits for: takes time without holding a thread, and sometimes fails. */
final class Work {
    private final MarketplaceService service;
    private final ServiceTimes times;
    private final double errorRate;

    Work(MarketplaceService service, ServiceTimes times, double errorRate) {
        this.service = service;
        this.times = times;
        this.errorRate = errorRate;
    }

    /** Completes in the context of the current request. */
    CompletableFuture<Void> on(String method) {
        ServiceRequestContext context = ServiceRequestContext.current();
        ServiceTimes.Draw draw = times.next(service.contractName() + "/" + method);
        Executor afterwards =
                CompletableFuture.delayedExecutor(draw.time().toNanos(), TimeUnit.NANOSECONDS, context.eventLoop());
        return context.makeContextAware(CompletableFuture.runAsync(() -> failWhenUnlucky(draw), afterwards));
    }

    private void failWhenUnlucky(ServiceTimes.Draw draw) {
        if (draw.luck() < errorRate) {
            throw Status.UNAVAILABLE
                    .withDescription(service.contractName() + ": simulated failure")
                    .asRuntimeException();
        }
    }
}
