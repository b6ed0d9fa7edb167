package io.spillway.systemtests;

import io.spillway.contract.ContractSet;
import io.spillway.contract.MeshContract;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.RetryLayer;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.AdaptiveConcurrency;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.contract.ServiceContract.OutlierDetection;
import io.spillway.contract.ServiceContract.Protection;
import io.spillway.contract.ServiceContract.Protocol;
import io.spillway.contract.SidecarSize;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.options.Priority;
import io.spillway.contract.options.StatusCode;
import io.spillway.discovery.Endpoint;
import io.spillway.discovery.EndpointTable;
import io.spillway.envoyconfig.MeshState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A mesh that contracts could declare, drawn from a seed; values lie on the edges of their ranges more often. */
final class RandomMesh {
    private static final SourceLocation NOWHERE = new SourceLocation("random/service.yaml", 1, 1);
    private static final List<String> ZONES = List.of("a", "b", "zone-3");

    private final SplittableRandom random;

    private RandomMesh(long seed) {
        random = new SplittableRandom(seed);
    }

    static MeshState of(long seed) {
        return new RandomMesh(seed).mesh();
    }

    private MeshState mesh() {
        List<String> names =
                IntStream.range(0, between(1, 5)).mapToObj(i -> "service-" + i).toList();
        TreeMap<String, ServiceContract> services = new TreeMap<>();
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            // Calls point to later names only, so they have no cycle.
            services.put(name, service(name, names.subList(i + 1, names.size())));
            endpoints.addAll(endpoints(name, i));
        }
        return new MeshState(new ContractSet(meshContract(), services), EndpointTable.of(endpoints));
    }

    private MeshContract meshContract() {
        MeshContract defaults = MeshContract.defaults();
        return new MeshContract(
                ZONES,
                List.of(),
                oneOf(RetryLayer.values()),
                between(1, 100),
                defaults.sidecarSizes(),
                maybe() ? new MeshContract.Tracing("collector.example:4317", random.nextInt(0, 101)) : null,
                Map.of());
    }

    private List<Endpoint> endpoints(String service, int number) {
        return IntStream.range(0, between(0, 4))
                .mapToObj(i -> new Endpoint(
                        service + "-" + i,
                        service,
                        maybe() ? "127.9." + number + "." + (i + 1) : "fd00::" + number + ":" + (i + 1),
                        between(1, 65_535),
                        maybe() ? "" : ZONES.get(random.nextInt(ZONES.size())),
                        NOWHERE))
                .toList();
    }

    private ServiceContract service(String name, List<String> callees) {
        Protocol protocol = oneOf(Protocol.values());
        List<Egress> egress = new ArrayList<>();
        callees.stream()
                .filter(callee -> maybe())
                .forEach(callee -> egress.add(new Egress(callee, null, 1, null, NOWHERE)));
        Stream.of("api.card-network.example:443", "api.card-network.example:8443", "metrics.example:80")
                .filter(host -> maybe())
                .forEach(host -> egress.add(new Egress(null, host, between(1, 10), null, NOWHERE)));
        return new ServiceContract(
                name,
                null,
                between(0, 3),
                protocol,
                between(1, 65_535),
                new TreeSet<>(),
                null,
                protocol == Protocol.GRPC ? methods(name) : Map.of(),
                egress,
                oneOf(RetryLayer.values()),
                protection(),
                new SidecarSize("any", between(1, 4), 256L << 20, 10_000),
                List.of(),
                NOWHERE,
                Map.of());
    }

    private Map<String, MethodPolicy> methods(String service) {
        String grpcService = service.replace('-', '_') + ".v1.Any/Method";
        return IntStream.range(0, between(0, 6))
                .mapToObj(i -> method(grpcService + i))
                .collect(Collectors.toMap(MethodPolicy::method, policy -> policy));
    }

    private MethodPolicy method(String name) {
        return new MethodPolicy(
                name,
                maybe() ? Duration.ZERO : millis(1, 600_000),
                retry(),
                null,
                maybe(),
                oneOf(Priority.CRITICAL, Priority.HIGH, Priority.NORMAL, Priority.SHEDDABLE),
                null,
                null,
                maybe(),
                Map.of());
    }

    private MethodPolicy.Retry retry() {
        Set<StatusCode> codes = Arrays.stream(StatusCode.values())
                .filter(code -> code != StatusCode.UNRECOGNIZED && code != StatusCode.OK)
                .filter(code -> maybe())
                .collect(Collectors.toSet());
        Duration base = millis(1, 1_000);
        return new MethodPolicy.Retry(
                between(1, 10), codes, base, base.multipliedBy(between(1, 20)), 1, maybe() ? null : millis(1, 60_000));
    }

    private Protection protection() {
        int maxConcurrency = between(1, 1_000_000);
        return new Protection(
                maybe()
                        ? null
                        : new AdaptiveConcurrency(
                                between(1, 100),
                                millis(1, 60_000),
                                Duration.ofSeconds(between(1, 3_600)),
                                between(1, maxConcurrency),
                                maxConcurrency),
                maybe()
                        ? null
                        : new OutlierDetection(
                                between(1, 10_000),
                                millis(100, 3_600_000),
                                Duration.ofSeconds(between(1, 3_600)),
                                between(0, 100)),
                between(1, 1_000_000),
                Duration.ofSeconds(between(1, 86_400)));
    }

    /** Both ends as likely as all between them together. */
    private int between(int lowest, int highest) {
        return switch (random.nextInt(4)) {
            case 0 -> lowest;
            case 1 -> highest;
            default -> random.nextInt(lowest, highest + 1);
        };
    }

    private Duration millis(int lowest, int highest) {
        return Duration.ofMillis(between(lowest, highest));
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
