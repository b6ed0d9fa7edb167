package io.spillway.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery thread and all that it owns: the open streams, the memory of instances, the published groups. gRPC
 * calls its listeners on this thread, so stream state needs no lock. Publications arrive through one slot that holds
 * only the newest, so publishing faster than clients answer costs nothing.
 */
final class DeliveryLoop implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private record Publication(long number, Map<String, ResourceSet> groups, long nanos) {}

    private record Departed(InstanceDelivery row, long nanos) {}

    private record Waiter(long publication, CompletableFuture<Void> reached) {}

    private final NodeClassifier classifier;
    private final long removalHoldNanos;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final List<Consumer<Settlement>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Publication> published = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread owner;

    // Below: only the delivery thread.
    private final List<AdsStream<?, ?>> streams = new ArrayList<>();
    private final Map<String, InstanceMemory> memories = new HashMap<>();
    private final Map<String, Departed> departed = new HashMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private Publication applied = new Publication(0, Map.of(), 0);

    DeliveryLoop(NodeClassifier classifier, long removalHoldNanos, LongSupplier ticker, InstantSource clock) {
        this.classifier = classifier;
        this.removalHoldNanos = removalHoldNanos;
        this.ticker = ticker;
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "spillway-xds-delivery");
            thread.setDaemon(true);
            owner = thread;
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> guarded(task));
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("delivery task failed", e);
        }
    }

    /** Runs on the delivery thread and waits for the result; after the end, on the calling thread. */
    <T> T ask(Supplier<T> question) {
        if (Thread.currentThread() == owner) {
            return question.get();
        }
        if (executor.isShutdown()) {
            close();
            return question.get();
        }
        return CompletableFuture.supplyAsync(question, executor).join();
    }

    /** May be called from any thread. */
    long publish(Map<String, ResourceSet> groups) {
        Map<String, ResourceSet> copy = Map.copyOf(groups);
        Publication next = published.updateAndGet(
                before -> new Publication(before == null ? 1 : before.number() + 1, copy, nanos()));
        execute(this::applyPublished);
        return next == null ? 0 : next.number();
    }

    private void applyPublished() {
        Publication newest = published.get();
        if (newest == null || newest.number() == applied.number()) {
            return;
        }
        applied = newest;
        for (AdsStream<?, ?> stream : List.copyOf(streams)) {
            guarded(stream::pump);
        }
        completeWaiters();
    }

    long publication() {
        Publication newest = published.get();
        return newest == null ? 0 : newest.number();
    }

    long publicationApplied() {
        return applied.number();
    }

    /** What a group should have; empty while nothing is published for it, which changes nothing at its clients. */
    Optional<ResourceSet> wanted(String group) {
        return Optional.ofNullable(applied.groups().get(group));
    }

    NodeIdentity classify(Node node) throws UnknownNodeException {
        return classifier.classify(node);
    }

    InstanceMemory memory(String instance) {
        return memories.computeIfAbsent(instance, name -> new InstanceMemory());
    }

    void joined(AdsStream<?, ?> stream, NodeIdentity identity) {
        if (identity.kind() == ClientKind.PROXY && isConnected(identity.instance())) {
            log.warn("{}: a second stream is open under this node id", identity.instance());
        }
        streams.add(stream);
        departed.remove(identity.instance());
    }

    void left(AdsStream<?, ?> stream, NodeIdentity identity) {
        streams.remove(stream);
        if (!isConnected(identity.instance())) {
            departed.put(
                    identity.instance(),
                    new Departed(
                            stream.row(InstanceDelivery.Connection.DISCONNECTED, AdsStream.Sharing.ALONE), nanos()));
        }
        forgetLongGone();
        completeWaiters();
    }

    private void forgetLongGone() {
        departed.entrySet().removeIf(entry -> {
            boolean longGone = nanos() - entry.getValue().nanos() > RETENTION.toNanos();
            if (longGone) {
                memories.remove(entry.getKey());
            }
            return longGone;
        });
    }

    private boolean isConnected(String instance) {
        return streams.stream().anyMatch(stream -> stream.isOf(instance));
    }

    private AdsStream.Sharing sharing(String instance) {
        long open = streams.stream().filter(stream -> stream.isOf(instance)).count();
        return open > 1 ? AdsStream.Sharing.SAME_NODE_ID : AdsStream.Sharing.ALONE;
    }

    List<InstanceDelivery> rows() {
        forgetLongGone();
        List<InstanceDelivery> rows = new ArrayList<>();
        for (AdsStream<?, ?> stream : streams) {
            rows.add(stream.row(InstanceDelivery.Connection.CONNECTED, sharing(stream.instance())));
        }
        departed.values().forEach(gone -> rows.add(gone.row()));
        rows.sort(Comparator.comparing(InstanceDelivery::instance).thenComparing(InstanceDelivery::since));
        return List.copyOf(rows);
    }

    void settled(NodeIdentity identity, long publication, int refused) {
        Settlement settlement =
                new Settlement(publication, identity, refused, Duration.ofNanos(nanos() - applied.nanos()));
        listeners.forEach(listener -> guarded(() -> listener.accept(settlement)));
        completeWaiters();
    }

    DeliveryLedger.Registration onSettled(Consumer<Settlement> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    CompletableFuture<Void> settled(long publication) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        execute(() -> {
            waiters.add(new Waiter(publication, reached));
            completeWaiters();
        });
        return reached;
    }

    private void completeWaiters() {
        waiters.removeIf(waiter -> {
            boolean reached = applied.number() >= waiter.publication()
                    && streams.stream().noneMatch(stream -> stream.unsettled(waiter.publication()));
            if (reached) {
                waiter.reached().complete(null);
            }
            return reached || waiter.reached().isDone();
        });
    }

    Future<?> at(long atNanos, Runnable task) {
        return executor.schedule(() -> guarded(task), Math.max(0, atNanos - nanos()), TimeUnit.NANOSECONDS);
    }

    void retryRefused(String instance) {
        memory(instance).forgetRefusals();
        streams.stream().filter(stream -> stream.isOf(instance)).forEach(AdsStream::pump);
    }

    DeliveryCounters counters() {
        return counters;
    }

    long removalHoldNanos() {
        return removalHoldNanos;
    }

    long nanos() {
        return ticker.getAsLong();
    }

    Instant instant(long nanos) {
        return clock.instant().minusNanos(nanos() - nanos);
    }

    void endStreams() {
        List.copyOf(streams)
                .forEach(stream -> stream.close(Status.UNAVAILABLE.withDescription("the server is shutting down")));
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
