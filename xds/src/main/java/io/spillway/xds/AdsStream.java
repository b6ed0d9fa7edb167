package io.spillway.xds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream: reads a request, lets the {@link ClientDelivery} decide, writes while the transport takes more. A
 * reader that does not read makes {@code isReady} false and is sent nothing until it reads; meanwhile nothing queues
 * up, since changes are found by comparing when it is ready. Confined to the delivery thread, which is also the
 * executor of the gRPC server.
 */
final class AdsStream<Q, R extends Message> implements StreamObserver<Q> {
    private static final Logger log = LoggerFactory.getLogger(AdsStream.class);

    /** What becomes known with the first request. */
    record Client(NodeIdentity identity, String userAgent, InstanceMemory memory, ClientDelivery delivery) {}

    private final DeliveryLoop loop;
    private final Protocol<Q, R> protocol;
    private final ServerCallStreamObserver<R> out;
    private final String peer;
    private final long openedNanos;
    private @Nullable Client client;
    private @Nullable Future<?> wake;
    private boolean ended;
    private long settledPublication;
    private long bytesSent;

    AdsStream(DeliveryLoop loop, Protocol<Q, R> protocol, ServerCallStreamObserver<R> out, String peer) {
        this.loop = loop;
        this.protocol = protocol;
        this.out = out;
        this.peer = peer;
        this.openedNanos = loop.nanos();
    }

    void open() {
        out.disableAutoRequest();
        out.setOnReadyHandler(this::pump);
        out.setOnCancelHandler(this::end);
        loop.counters().streamOpened();
        out.request(1);
    }

    @Override
    public void onNext(Q request) {
        if (ended) {
            return;
        }
        try {
            Client known = client;
            if (known == null) {
                known = identify(protocol.node(request));
                client = known;
                loop.joined(this, known.identity());
            }
            protocol.apply(request, known.delivery(), loop.counters(), loop.nanos());
            pump();
            out.request(1);
        } catch (UnknownNodeException e) {
            loop.counters().streamRejected();
            close(Status.PERMISSION_DENIED.withDescription(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("request from {} failed", peer, e);
            close(Status.INTERNAL.withDescription("request failed: " + e));
        }
    }

    private Client identify(Node node) throws UnknownNodeException {
        NodeIdentity identity = loop.classify(node);
        SemanticVersion version = node.getUserAgentBuildVersion().getVersion();
        String build = node.hasUserAgentBuildVersion()
                ? version.getMajorNumber() + "." + version.getMinorNumber() + "." + version.getPatch()
                : node.getUserAgentVersion();
        String userAgent = (node.getUserAgentName() + " " + build).strip();
        InstanceMemory memory = loop.memory(identity.instance());
        memory.clientBuild(userAgent);
        return new Client(
                identity, userAgent, memory, new ClientDelivery(memory, loop.removalHoldNanos(), protocol.dialect()));
    }

    /** Sends what may be sent now and the transport takes. */
    void pump() {
        Client known = client;
        if (ended || known == null) {
            return;
        }
        ClientDelivery delivery = known.delivery();
        loop.wanted(known.identity().group()).ifPresent(set -> delivery.wanted(set, loop.nanos()));
        while (out.isReady()) {
            Optional<Batch> batch = delivery.next(loop.nanos());
            if (batch.isEmpty()) {
                break;
            }
            R response = protocol.encode(batch.get(), delivery);
            int size = response.getSerializedSize();
            bytesSent += size;
            loop.counters().sent(batch.get(), size);
            out.onNext(response);
        }
        Future<?> before = wake;
        if (before != null) {
            before.cancel(false);
        }
        wake = delivery.wakeAtNanos().isPresent()
                ? loop.at(delivery.wakeAtNanos().getAsLong(), this::pump)
                : null;
        if (settledPublication < loop.publicationApplied() && delivery.settled()) {
            settledPublication = loop.publicationApplied();
            loop.settled(known.identity(), settledPublication, delivery.refusedCount());
        }
    }

    /** Whether the end of a publication has to wait for this stream. */
    boolean unsettled(long publication) {
        Client known = client;
        return known != null
                && settledPublication < publication
                && loop.wanted(known.identity().group()).isPresent();
    }

    boolean isOf(String instance) {
        return instance().equals(instance);
    }

    String instance() {
        Client known = client;
        return known == null ? "" : known.identity().instance();
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        if (!ended) {
            out.onCompleted();
        }
        end();
    }

    void close(Status status) {
        if (!ended) {
            out.onError(status.asRuntimeException());
        }
        end();
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        Future<?> waiting = wake;
        if (waiting != null) {
            waiting.cancel(false);
        }
        Client known = client;
        if (known != null) {
            known.delivery().ended();
            loop.left(this, known.identity());
        }
    }

    InstanceDelivery row(InstanceDelivery.Connection connection, Sharing sharing) {
        Client known = Objects.requireNonNull(client);
        long since = connection == InstanceDelivery.Connection.CONNECTED ? openedNanos : loop.nanos();
        return new InstanceDelivery(
                known.identity(),
                peer,
                connection,
                loop.instant(since),
                known.userAgent(),
                sharing == Sharing.SAME_NODE_ID && known.identity().kind() == ClientKind.PROXY,
                settledPublication,
                bytesSent,
                resources(known));
    }

    /** Whether other open streams carry the same node id. */
    enum Sharing {
        ALONE,
        SAME_NODE_ID
    }

    private List<ResourceDelivery> resources(Client known) {
        List<ResourceDelivery> rows = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            TypeDelivery delivery = known.delivery().type(type);
            Map<String, TypeDelivery.Mark> marks = new TreeMap<>(delivery.marks);
            marks.forEach((name, mark) -> {
                Optional<Resource> target = known.delivery().target(type, name);
                Holding holding = delivery.held.get(name);
                rows.add(new ResourceDelivery(
                        type,
                        name,
                        mark.wantedVersion(),
                        delivery.sentVersions.getOrDefault(name, ""),
                        holding == null ? "" : holding.version(),
                        mark.state(),
                        target.flatMap(known.memory()::refusal).orElse(delivery.refusedRemovals.getOrDefault(name, "")),
                        mark.state() == DeliveryState.WANTED
                                ? target.map(known.delivery()::waitsFor).orElse("")
                                : "",
                        target.map(Resource::origin).orElse(""),
                        loop.instant(mark.sinceNanos())));
            });
        }
        return List.copyOf(rows);
    }
}
