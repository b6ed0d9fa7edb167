package io.spillway.marketplace;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.spillway.grpcserver.ArmeriaGuard;
import io.spillway.grpcserver.Guard;
import io.spillway.grpcserver.GuardSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * All services of the marketplace, running in this process on a few shared threads. Thread-safe; started and stopped by
 * one owner.
 */
public final class Marketplace implements AutoCloseable {
    /** Callees before callers, so that a direct caller finds its callees' ports. */
    private static final List<MarketplaceService> START_ORDER = List.of(
            MarketplaceService.LEDGER,
            MarketplaceService.NOTIFICATIONS,
            MarketplaceService.MENU,
            MarketplaceService.PAYMENTS,
            MarketplaceService.ORDERS,
            MarketplaceService.CONSUMER_FRONT);

    private static final Duration WITHOUT_DEADLINE = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    /**
     * Longer than the 240 s after which a sidecar gives up an idle connection (decision 0012). Armeria's default of
     * 15 s closes HTTP/1.1 connections at the moment the sidecar uses them again: one lost request in some 30,000.
     */
    private static final Duration IDLE = Duration.ofMinutes(5);
    /** Longer than any pause that a service makes between the calls of one request. */
    private static final Duration STOP_QUIET = Duration.ofMillis(300);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
    private static final Duration CLEANUP_LIMIT = Duration.ofMillis(500);

    private final MarketplaceConfig config;
    private final ServiceTimes times;
    private final EventLoopGroup threads;
    /** Of its own: a process may run several marketplaces, whose guards have the same names. */
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private final ClientFactory clients;
    private final Map<MarketplaceInstance, Server> servers = new LinkedHashMap<>();
    private final Map<MarketplaceService, RequestStats> stats = new EnumMap<>(MarketplaceService.class);
    private final Map<CallEdge, LongAdder> calls = new ConcurrentHashMap<>();

    private Marketplace(MarketplaceConfig config) {
        this.config = config;
        times = new ServiceTimes(config.seed());
        threads = EventLoopGroups.newEventLoopGroup(
                Math.max(2, Runtime.getRuntime().availableProcessors()), "marketplace", true);
        clients = ClientFactory.builder()
                .workerGroup(threads, false)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        for (MarketplaceService service : MarketplaceService.values()) {
            stats.put(service, new RequestStats());
        }
    }

    /**
     * Returns when every instance listens.
     *
     * @throws AddressTakenException when one cannot; none is left running then
     */
    public static Marketplace start(MarketplaceConfig config) {
        Marketplace marketplace = new Marketplace(config);
        try {
            for (MarketplaceService service : START_ORDER) {
                service.instances().forEach(marketplace::startInstance);
            }
        } catch (RuntimeException e) {
            marketplace.close();
            throw e;
        }
        return marketplace;
    }

    /** Where the application of an instance listens. */
    public InetSocketAddress address(MarketplaceInstance instance) {
        Server server = servers.get(instance);
        if (server == null) {
            throw new IllegalArgumentException(
                    "instance: " + instance + " (expected: one of " + servers.keySet() + ")");
        }
        return server.activePorts().keySet().iterator().next();
    }

    /** What each service answered, in order of the services. */
    public Map<MarketplaceService, RequestStats> stats() {
        return Collections.unmodifiableMap(stats);
    }

    /** How many calls each service has made to each other one. */
    public Map<CallEdge, Long> calls() {
        Map<CallEdge, Long> counts =
                new TreeMap<>(Comparator.comparing(CallEdge::caller).thenComparing(CallEdge::callee));
        calls.forEach((edge, count) -> counts.put(edge, count.sum()));
        return counts;
    }

    /**
     * Lets requests in flight end and returns after about 2 s, 4 s at most. All servers stop at once: each takes these
     * 2 s for its own accept thread, one after the other would be a quarter of a minute.
     */
    @Override
    public void close() {
        awaitAtMost(
                STOP_LIMIT,
                CompletableFuture.allOf(
                        servers.values().stream().map(Server::stop).toArray(CompletableFuture<?>[]::new)));
        awaitAtMost(CLEANUP_LIMIT, clients.closeAsync());
        // Closes whatever connection is still open.
        threads.shutdownGracefully(0, CLEANUP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLEANUP_LIMIT.toMillis());
    }

    private static void awaitAtMost(Duration limit, CompletableFuture<?> future) {
        CompletableFuture<Boolean> done = future.handle((result, failure) -> failure == null);
        done.completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void startInstance(MarketplaceInstance instance) {
        MarketplaceService service = instance.service();
        InetSocketAddress address = config.addresses().application(instance);
        RequestStats recorded = recordedStats(service);
        ServerBuilder builder = Server.builder()
                .port(address, SessionProtocol.HTTP)
                .workerGroup(threads, false)
                .idleTimeout(IDLE)
                .gracefulShutdownTimeout(STOP_QUIET, STOP_TIMEOUT)
                // A call that its caller gave up is counted; it is no news worth a stack trace.
                .unloggedExceptionsReportInterval(Duration.ZERO)
                .accessLogWriter(recorded::record, false);
        register(builder, instance);
        builder.decorator(delegate -> new Deadline(delegate, WITHOUT_DEADLINE));
        // Last, so that it is asked first.
        builder.decorator(ArmeriaGuard.newDecorator(Guard.builder(instance.name())
                .registry(meters)
                .settings(GuardSettings.always(config.guard()))
                .build()));
        Server server = builder.build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new AddressTakenException(instance, address, e.getCause() == null ? e : e.getCause());
        }
        servers.put(instance, server);
    }

    private RequestStats recordedStats(MarketplaceService service) {
        RequestStats recorded = stats.get(service);
        if (recorded == null) {
            throw new IllegalStateException("no statistics of " + service);
        }
        return recorded;
    }

    private void register(ServerBuilder builder, MarketplaceInstance instance) {
        Work work = new Work(instance.service(), times, config.errorRate(instance.service()));
        EgressClients egress = new EgressClients(
                instance,
                clients,
                callee -> connectTo(instance, callee),
                edge -> calls.computeIfAbsent(edge, key -> new LongAdder()).increment());
        switch (instance.service()) {
            case CONSUMER_FRONT -> new ConsumerFront(instance, work, egress).register(builder);
            case ORDERS -> builder.service(grpc(new OrdersService(instance, work, egress)));
            case MENU -> builder.service(grpc(new MenuService(instance, work)));
            case PAYMENTS -> builder.service(grpc(new PaymentsService(instance, work, egress)));
            case LEDGER -> builder.service(grpc(new LedgerService(instance, work)));
            case NOTIFICATIONS -> builder.service(grpc(new NotificationsService(instance, work)));
        }
    }

    private static GrpcService grpc(BindableService service) {
        return GrpcService.builder().addService(service).build();
    }

    private EndpointGroup connectTo(MarketplaceInstance caller, MarketplaceService callee) {
        return config.addresses()
                .egress(caller)
                .<EndpointGroup>map(Endpoint::of)
                .orElseGet(() -> EndpointGroup.of(callee.instances().stream()
                        .map(instance -> Endpoint.of(address(instance)))
                        .toList()));
    }
}
