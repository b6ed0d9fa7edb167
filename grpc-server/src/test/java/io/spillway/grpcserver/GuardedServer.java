package io.spillway.grpcserver;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import io.grpc.BindableService;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import io.spillway.callcontext.ArmeriaCallContext;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.GrpcCallContext;
import io.spillway.grpcserver.probe.ProbeResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server with a {@link ProbeHandler} behind a guard, with health checks and reflection, on a port of its own. */
record GuardedServer(Kind kind, int port, ProbeHandler handler, Runnable stop) implements AutoCloseable {
    enum Kind {
        ARMERIA,
        GRPC_JAVA
    }

    static GuardedServer start(Kind kind, Guard guard) {
        return kind == Kind.ARMERIA ? armeria(guard) : grpcJava(guard);
    }

    private static GuardedServer armeria(Guard guard) {
        ProbeHandler handler = new ProbeHandler(() -> current(ArmeriaCallContext.of(RequestContext.current())));
        GrpcService grpc = GrpcService.builder().addServices(services(handler)).build();
        HttpService http = (context, request) -> http(handler, context);
        Server server = Server.builder()
                .http(0)
                .service(grpc)
                .service("/probe/{text}", http)
                .service("/healthz", HealthCheckService.of())
                .decorator(ArmeriaGuard.newDecorator(guard))
                .gracefulShutdownTimeoutMillis(0, 0)
                .build();
        server.start().join();
        return new GuardedServer(
                Kind.ARMERIA,
                server.activeLocalPort(),
                handler,
                () -> server.stop().join());
    }

    /** Waits in the same handler as the gRPC calls. */
    private static HttpResponse http(ProbeHandler handler, ServiceRequestContext context) {
        CompletableFuture<HttpResponse> response = new CompletableFuture<>();
        String text = context.pathParam("text");
        handler.ran(text == null ? "" : text, new StreamObserver<>() {
            @Override
            public void onNext(ProbeResponse answer) {
                response.complete(HttpResponse.of(answer.getText()));
            }

            @Override
            public void onError(Throwable failure) {
                response.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
        return HttpResponse.of(response);
    }

    private static GuardedServer grpcJava(Guard guard) {
        ProbeHandler handler = new ProbeHandler(() -> current(GrpcCallContext.current()));
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        services(handler).forEach(builder::addService);
        io.grpc.Server server = builder.intercept(GrpcGuard.of(guard)).build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GuardedServer(Kind.GRPC_JAVA, server.getPort(), handler, () -> stop(server));
    }

    private static List<BindableService> services(ProbeHandler handler) {
        return List.of(handler, new HealthStatusManager().getHealthService(), ProtoReflectionServiceV1.newInstance());
    }

    private static CallContext current(Optional<CallContext> context) {
        return context.orElseThrow(() -> new AssertionError("no call context"));
    }

    private static void stop(io.grpc.Server server) {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
