package io.spillway.benchmarks;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.grpcserver.ArmeriaGuard;
import io.spillway.grpcserver.Guard;
import io.spillway.grpcserver.GuardMode;
import io.spillway.grpcserver.GuardSettings;
import io.spillway.marketplace.ledger.LedgerServiceGrpc.LedgerServiceImplBase;
import io.spillway.marketplace.ledger.PostRequest;
import io.spillway.marketplace.ledger.PostResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A gRPC server of known capacity behind a guard: so many workers, each parked for an exponential time on every call, and
 * a queue before them that has no end, as in many a real service. It works on calls that nobody waits for any more.
 */
final class GuardedService implements AutoCloseable {
    private final ExecutorService workers;
    private final Server server;

    private GuardedService(ExecutorService workers, Server server) {
        this.workers = workers;
        this.server = server;
    }

    static GuardedService start(GuardMode mode, int workerCount, Duration meanWork, long seed) {
        ExecutorService workers = Executors.newFixedThreadPool(workerCount, task -> {
            Thread thread = new Thread(task, "overload-guard-worker");
            thread.setDaemon(true);
            return thread;
        });
        Guard guard = Guard.builder("overload-guard")
                .registry(new SimpleMeterRegistry())
                .settings(GuardSettings.always(mode))
                .build();
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .service(GrpcService.builder()
                        .addService(new Ledger(workers, meanWork, seed))
                        .build())
                .decorator(ArmeriaGuard.newDecorator(guard))
                // Or the server closes connections on which hundreds of calls time out, which is another protection.
                .http2MaxResetFramesPerWindow(0, 1)
                .gracefulShutdownTimeoutMillis(0, 0)
                .build();
        server.start().join();
        return new GuardedService(workers, server);
    }

    int port() {
        return server.activeLocalPort();
    }

    /** Forgets what still waits for a worker. */
    @Override
    public void close() {
        workers.shutdownNow();
        server.stop().join();
        try {
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Ledger extends LedgerServiceImplBase {
        private final ExecutorService workers;
        private final Duration meanWork;
        private final SplittableRandom random;

        Ledger(ExecutorService workers, Duration meanWork, long seed) {
            this.workers = workers;
            this.meanWork = meanWork;
            random = new SplittableRandom(seed);
        }

        @Override
        public void post(PostRequest request, StreamObserver<PostResponse> answer) {
            // With it the answer to a caller that has given up is dropped, and nothing is thrown at the worker.
            ((ServerCallStreamObserver<PostResponse>) answer).setOnCancelHandler(() -> {});
            workers.execute(() -> {
                park(workNanos());
                answer.onNext(PostResponse.newBuilder()
                        .setEntry(request.getPaymentId())
                        .build());
                answer.onCompleted();
            });
        }

        private long workNanos() {
            synchronized (random) {
                return (long) (meanWork.toNanos() * random.nextExponential());
            }
        }

        private static void park(long nanos) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
    }
}
