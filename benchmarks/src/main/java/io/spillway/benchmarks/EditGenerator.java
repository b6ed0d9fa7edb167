package io.spillway.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.spillway.benchmarks.Edit.Change;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Retry;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.xds.ResourceType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Draws edits of the marketplace's contracts: each is valid, changes something for Envoy, and leaves all that the
 * traffic needs. The same seed draws the same edits from the same files. For one thread.
 */
final class EditGenerator {
    private record Method(String service, String name, int declaredTimeoutMillis) {}

    private record Call(String caller, String callee) {}

    /** Timeouts are drawn above the declared one up to twice that: a shorter one would be meant to fail requests. */
    private static final List<Method> METHODS = List.of(
            new Method("menu", "menu.v1.MenuService/GetMenu", 300),
            new Method("menu", "menu.v1.MenuService/GetPrices", 300),
            new Method("payments", "payments.v1.PaymentService/Charge", 800),
            new Method("ledger", "ledger.v1.LedgerService/Post", 250),
            new Method("notifications", "notifications.v1.NotificationService/Send", 300),
            new Method("orders", "orders.v1.OrderService/PlaceOrder", 2_000),
            new Method("orders", "orders.v1.OrderService/GetOrder", 1_200));

    private static final List<Method> RETRIED = METHODS.stream()
            .filter(method -> List.of("menu", "ledger", "notifications").contains(method.service()))
            .toList();

    /** Allowed by every rule, needed by no request. */
    private static final List<Call> SPARE_CALLS = List.of(
            new Call("orders", "ledger"),
            new Call("consumer-front", "payments"),
            new Call("consumer-front", "notifications"),
            new Call("payments", "notifications"));

    private static final List<String> LIMITED = List.of("orders", "menu", "payments", "ledger", "notifications");
    private static final List<String> SERVICES = Arrays.stream(MarketplaceService.values())
            .map(MarketplaceService::contractName)
            .toList();

    /** Below every declared one: what is drawn is never what was there, or a default, in other words. */
    private static final int LONGEST_BACKOFF_MILLIS = 4;

    private static final List<EditKind> KINDS = List.of(EditKind.values());

    private final ContractFiles files;
    private final SplittableRandom random;
    /** Lines of {@code endpoints.yaml} that an edit has taken out and another one will put back. */
    private final EndpointLines endpoints;

    EditGenerator(ContractFiles files, long seed) {
        this.files = files;
        this.random = new SplittableRandom(seed);
        this.endpoints = new EndpointLines(files.text(ContractFiles.ENDPOINTS));
    }

    /** The next edit, which from now on counts as made. */
    Edit next() {
        EditKind kind = pick(KINDS);
        Edit edit = switch (kind) {
            case METHOD_TIMEOUT -> timeout();
            case METHOD_RETRY -> retry();
            case CONNECTION_AGE -> protection(kind, pick(SERVICES), "connectionAge", between(301, 600) + "s");
            case STREAM_LIMIT -> protection(kind, pick(LIMITED), "maxConcurrentStreams", "" + between(101, 400));
            case OUTLIER_DETECTION -> outlierDetection();
            case EGRESS -> egress();
            case ENDPOINT -> endpoint(kind, endpoints.toggle(random));
            case ENDPOINT_ZONE -> endpoint(kind, endpoints.move(random));
        };
        if (edit.content().equals(files.get(edit.file()))) {
            return next();
        }
        files.put(edit.file(), edit.content());
        return edit;
    }

    private Edit timeout() {
        Method method = pick(METHODS);
        int millis = between(method.declaredTimeoutMillis() + 1, 2 * method.declaredTimeoutMillis());
        List<Change> changes = callers(method.service(), ResourceType.ROUTE, "egress");
        changes.add(new Change(method.service(), ResourceType.ROUTE, "ingress"));
        return descriptors(
                EditKind.METHOD_TIMEOUT,
                method,
                "timeout " + millis + " ms",
                options -> options.setTimeout(millis(millis)),
                changes);
    }

    private Edit retry() {
        Method method = pick(RETRIED);
        int base = between(1, LONGEST_BACKOFF_MILLIS);
        return descriptors(
                EditKind.METHOD_RETRY,
                method,
                "backoff from " + base + " ms",
                options -> {
                    Retry.Builder retry = options.getRetryBuilder();
                    retry.setBackoffBase(millis(base));
                },
                callers(method.service(), ResourceType.ROUTE, "egress"));
    }

    private Edit descriptors(
            EditKind kind, Method method, String what, Consumer<CallOptions.Builder> change, List<Change> changes) {
        String file = ContractFiles.descriptors(method.service());
        return new Edit(
                kind,
                method.name() + ": " + what,
                file,
                DescriptorEdit.apply(files.get(file), method.name(), change),
                changes);
    }

    private Edit protection(EditKind kind, String service, String key, String value) {
        return contract(
                kind,
                service,
                key + ": " + value,
                ContractText.withProtection(files.text(ContractFiles.contract(service)), key, value),
                List.of(new Change(service, ResourceType.LISTENER, "ingress")));
    }

    private Edit outlierDetection() {
        String service = pick(LIMITED);
        String value = "{consecutive5xx: " + between(6, 50) + ", maxEjectionPercent: " + between(10, 50) + "}";
        return contract(
                EditKind.OUTLIER_DETECTION,
                service,
                "outlierDetection: " + value,
                ContractText.withProtection(files.text(ContractFiles.contract(service)), "outlierDetection", value),
                callers(service, ResourceType.CLUSTER, service));
    }

    private Edit egress() {
        Call call = pick(SPARE_CALLS);
        String yaml = files.text(ContractFiles.contract(call.caller()));
        boolean has = ContractText.hasEgress(yaml, call.callee());
        return contract(
                EditKind.EGRESS,
                call.caller(),
                "egress to " + call.callee() + (has ? " removed" : " added"),
                has ? ContractText.withoutEgress(yaml, call.callee()) : ContractText.withEgress(yaml, call.callee()),
                List.of(new Change(call.caller(), ResourceType.ROUTE, "egress")));
    }

    private static Edit contract(EditKind kind, String service, String what, String yaml, List<Change> changes) {
        return new Edit(
                kind, service + ": " + what, ContractFiles.contract(service), ByteString.copyFromUtf8(yaml), changes);
    }

    private Edit endpoint(EditKind kind, EndpointLines.Step step) {
        return new Edit(
                kind,
                step.description(),
                ContractFiles.ENDPOINTS,
                ByteString.copyFromUtf8(endpoints.text()),
                callers(step.service(), ResourceType.ENDPOINT, step.service()));
    }

    private List<Change> callers(String callee, ResourceType type, String resource) {
        List<Change> changes = new ArrayList<>();
        for (String caller : SERVICES) {
            if (ContractText.hasEgress(files.text(ContractFiles.contract(caller)), callee)) {
                changes.add(new Change(caller, type, resource));
            }
        }
        return changes;
    }

    private <T> T pick(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private static Duration millis(int millis) {
        return Duration.newBuilder()
                .setSeconds(millis / 1_000)
                .setNanos(millis % 1_000 * 1_000_000)
                .build();
    }
}
