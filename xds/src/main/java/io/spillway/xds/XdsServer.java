package io.spillway.xds;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves published {@link ResourceSet}s over the aggregated discovery service, delta and state of the world. All
 * methods may be called from any thread.
 */
public final class XdsServer implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);

    private final DeliveryLoop loop;
    private final DeliveryLedger ledger;
    private final Server server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private XdsServer(Builder builder) {
        this.loop = new DeliveryLoop(builder.classifier, builder.removalHold.toNanos(), builder.ticker, builder.clock);
        this.ledger = new DeliveryLedger(loop);
        NettyServerBuilder grpc = NettyServerBuilder.forAddress(builder.address)
                .executor(loop)
                .intercept(new AdsService.PeerInterceptor())
                .addService(new AdsService(loop))
                // A first request lists the version of every resource that the client has.
                .maxInboundMessageSize(16 << 20)
                .maxConcurrentCallsPerConnection(100)
                // A client that vanished without a word is noticed within 40 s.
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        if (builder.tls != null) {
            grpc.sslContext(builder.tls.context());
        }
        this.server = grpc.build();
    }

    /** A server whose clients are told apart by {@code classifier}. */
    public static Builder builder(NodeClassifier classifier) {
        return new Builder(classifier);
    }

    /**
     * Begins to listen.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public XdsServer start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The address it listens on, with the port that was chosen when port 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /**
     * Replaces the complete desired state. Returns at once; delivery goes on in the background, only what differs is
     * sent, and of publications that follow one another quickly only the last counts. A group that is absent is not
     * an empty group: its clients keep what they have. To take everything away, publish {@link ResourceSet#empty()}.
     *
     * @return the number of this publication, counted from 1; see {@link DeliveryLedger#awaitSettled}
     */
    public long publish(Map<String, ResourceSet> groups) {
        return loop.publish(groups);
    }

    /** Forgets what an instance refused and tries it once more, as after a repair outside the resources. */
    public void retryRefused(String instance) {
        loop.execute(() -> loop.retryRefused(instance));
    }

    public DeliveryLedger ledger() {
        return ledger;
    }

    /** Ends all streams with UNAVAILABLE, so that clients keep what they have and connect again elsewhere. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.shutdown();
        loop.execute(loop::endStreams);
        try {
            if (!server.awaitTermination(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        loop.close();
    }

    /** Settings of a server; not thread-safe. */
    public static final class Builder {
        private final NodeClassifier classifier;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private @Nullable XdsTls tls;
        private Duration removalHold = Duration.ofSeconds(5);
        private LongSupplier ticker = System::nanoTime;
        private InstantSource clock = InstantSource.system();

        private Builder(NodeClassifier classifier) {
            this.classifier = Objects.requireNonNull(classifier, "classifier");
        }

        /** Where to listen; by default a free port on loopback. */
        public Builder address(InetSocketAddress newAddress) {
            if (newAddress.isUnresolved()) {
                throw new IllegalArgumentException("address: " + newAddress + " (expected: resolved)");
            }
            address = newAddress;
            return this;
        }

        /** Required unless the address is a loopback address. */
        public Builder tls(XdsTls newTls) {
            tls = newTls;
            return this;
        }

        /**
         * How long a cluster that nothing names any more stays with a client, so that requests on their way end well;
         * 5 s by default.
         */
        public Builder removalHold(Duration newHold) {
            if (newHold.isNegative()) {
                throw new IllegalArgumentException("removalHold: " + newHold + " (expected: >= 0)");
            }
            removalHold = newHold;
            return this;
        }

        /** Monotonic time in nanoseconds for holds; {@link System#nanoTime} by default. */
        public Builder ticker(LongSupplier newTicker) {
            ticker = newTicker;
            return this;
        }

        /** Wall-clock time for the ledger. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Builds a server that does not listen yet.
         *
         * @throws IllegalArgumentException when the address is not loopback and there is no TLS
         */
        public XdsServer build() {
            if (tls == null && !address.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "address: " + address + " without TLS (expected: a loopback address, or tls(...))");
            }
            return new XdsServer(this);
        }
    }
}
