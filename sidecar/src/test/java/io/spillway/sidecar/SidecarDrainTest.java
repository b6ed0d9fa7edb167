package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // closing it explicitly is what is tested
final class SidecarDrainTest {
    @TempDir
    Path folder;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer backend;

    @BeforeEach
    void startBackend() throws Exception {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(threads);
        backend.createContext("/", exchange -> {
            arrived.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.start();
    }

    @AfterEach
    void stopBackend() {
        answer.countDown();
        backend.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aRequestInFlightFinishesBeforeEnvoyEnds() throws Exception {
        try (TestControlPlane controlPlane = controlPlane();
                Sidecar sidecar = start(controlPlane, Duration.ofSeconds(20))) {
            int port = Http.port(sidecar, "ingress");
            Future<Integer> status = threads.submit(() -> Http.status(port, "local"));
            arrived.await();

            Future<?> closing = threads.submit(sidecar::close);
            await().until(() -> sidecar.state() == SidecarState.DRAINING);
            assertThat(closing.isDone()).isFalse();
            answer.countDown();

            assertThat(status.get()).isEqualTo(200);
            closing.get();
            assertThat(sidecar.state()).isEqualTo(SidecarState.STOPPED);
        }
    }

    @Test
    void aRequestThatNeverEndsIsWaitedForNoLongerThanTheDrainTimeout() throws Exception {
        try (TestControlPlane controlPlane = controlPlane();
                Sidecar sidecar = start(controlPlane, Duration.ofSeconds(1))) {
            int port = Http.port(sidecar, "ingress");
            Future<Integer> status = threads.submit(() -> Http.status(port, "local"));
            arrived.await();
            long startNanos = System.nanoTime();
            sidecar.close();
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
            assertThat(status).failsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void anOpenButIdleConnectionIsNotWaitedFor() throws Exception {
        answer.countDown();
        try (TestControlPlane controlPlane = controlPlane();
                Sidecar sidecar = start(controlPlane, Duration.ofSeconds(60))) {
            int port = Http.port(sidecar, "ingress");
            try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(idle.isConnected()).isTrue();
                long startNanos = System.nanoTime();
                sidecar.close();
                assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(20));
            }
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Http.status(port, "local"))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private TestControlPlane controlPlane() throws Exception {
        return TestControlPlane.with(
                List.of(TestMesh.listener("ingress", "local")),
                List.of(TestMesh.cluster("local", backend.getAddress().getPort())));
    }

    private Sidecar start(TestControlPlane controlPlane, Duration drainTimeout) throws Exception {
        Sidecar sidecar = Sidecar.start(
                Envoys.config(folder, controlPlane.address())
                        .drainTimeout(drainTimeout)
                        .build(),
                Envoys.BINARY,
                (changed, state, reason) -> {});
        sidecar.awaitReady();
        return sidecar;
    }
}
