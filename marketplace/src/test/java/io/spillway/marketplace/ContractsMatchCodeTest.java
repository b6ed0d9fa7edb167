package io.spillway.marketplace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import io.spillway.contract.ContractDirectory;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ContractsMatchCodeTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void copy() {
        MarketplaceContracts.copyTo(directory);
    }

    @Test
    void theContractsPassEveryRule() {
        assertThat(ContractDirectory.read(directory).findings()).isEmpty();
    }

    @Test
    void everyContractFileIsPackaged() throws IOException, URISyntaxException {
        Path built = Path.of(requireNonNull(MarketplaceContracts.class.getResource("/contracts"))
                .toURI());
        try (Stream<Path> files = Files.walk(built)) {
            assertThat(MarketplaceContracts.files())
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> built.relativize(file).toString())
                            .toList());
        }
    }

    @Test
    void everyEgressThatIsDeclaredIsCalledAndNoOther() {
        try (Marketplace marketplace = Marketplace.start(MarketplaceConfig.of(3, MarketplaceAddresses.direct()));
                MarketplaceTraffic traffic = new MarketplaceTraffic(
                        marketplace.address(new MarketplaceInstance(MarketplaceService.CONSUMER_FRONT, 1)))) {
            LoadReport report = OpenLoopLoad.start(LoadConfig.of(200, 3).withLength(Duration.ofSeconds(1)), traffic)
                    .finished()
                    .toCompletableFuture()
                    .join();

            assertThat(report.firstFailures()).isEmpty();
            assertThat(marketplace.calls().keySet()).containsExactlyInAnyOrderElementsOf(declaredEdges());
        }
    }

    @Test
    void endpointsAreTheInstancesOfTheCode() {
        assertThat(endpoints()).isEqualTo(addressesOf(AddressBlock.DEFAULT));

        MarketplaceContracts.copyTo(directory, new AddressBlock(77));

        assertThat(endpoints()).isEqualTo(addressesOf(new AddressBlock(77)));
    }

    @Test
    void noPathOfCallsCanMultiplyBeyondTheLimit() {
        int limit = Integer.parseInt(String.valueOf(yaml("mesh.yaml").get("maxAmplification")));

        assertThat(amplification(MarketplaceService.CONSUMER_FRONT)).isBetween(2, limit);
    }

    @Test
    void retriesAreOnlyDeclaredForIdempotentMethods() {
        everyMethod().forEach((method, options) -> {
            if (options.getRetry().getMaxAttempts() > 1) {
                assertThat(options.getIdempotent()).as(method).isTrue();
            }
        });
    }

    @Test
    void aCallerHasMoreTimeThanItsSlowestCallee() {
        for (CallEdge edge : declaredEdges()) {
            if (edge.caller().speaksGrpc()) {
                assertThat(timeouts(edge.caller())
                                .min(Comparator.naturalOrder())
                                .orElseThrow())
                        .as("%s", edge)
                        .isGreaterThan(timeouts(edge.callee())
                                .max(Comparator.naturalOrder())
                                .orElseThrow());
            }
        }
    }

    private int amplification(MarketplaceService caller) {
        return declaredEdges().stream()
                .filter(edge -> edge.caller() == caller)
                .mapToInt(edge -> amplification(edge.callee())
                        * methods(edge.callee()).values().stream()
                                .mapToInt(options ->
                                        Math.max(1, options.getRetry().getMaxAttempts()))
                                .max()
                                .orElse(1))
                .max()
                .orElse(1);
    }

    private Stream<Duration> timeouts(MarketplaceService service) {
        return methods(service).values().stream()
                .map(CallOptions::getTimeout)
                .map(timeout -> Duration.ofSeconds(timeout.getSeconds()).plusNanos(timeout.getNanos()));
    }

    private Map<String, CallOptions> everyMethod() {
        return Stream.of(MarketplaceService.values())
                .filter(MarketplaceService::speaksGrpc)
                .flatMap(service -> methods(service).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The options of each method over those of its service, as the descriptor of the contract says. */
    private Map<String, CallOptions> methods(MarketplaceService service) {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(extensions);
        FileDescriptorSet set;
        try {
            set = FileDescriptorSet.parseFrom(
                    Files.readAllBytes(
                            directory.resolve(service.contractName()).resolve(service.contractName() + ".binpb")),
                    extensions);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<String, CallOptions> methods = new HashMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            file.getServiceList()
                    .forEach(declared -> declared.getMethodList()
                            .forEach(method -> methods.put(
                                    file.getPackage() + "." + declared.getName() + "/" + method.getName(),
                                    declared.getOptions().getExtension(Options.client).toBuilder()
                                            .mergeFrom(method.getOptions().getExtension(Options.method))
                                            .build())));
        }
        assertThat(methods).isNotEmpty();
        return methods;
    }

    private Set<CallEdge> declaredEdges() {
        Map<String, MarketplaceService> byName = Stream.of(MarketplaceService.values())
                .collect(Collectors.toMap(MarketplaceService::contractName, service -> service));
        Set<CallEdge> edges = new HashSet<>();
        for (MarketplaceService caller : MarketplaceService.values()) {
            for (Object egress :
                    list(yaml(caller.contractName() + "/service.yaml").get("egress"))) {
                MarketplaceService callee =
                        byName.get(String.valueOf(map(egress).get("service")));
                assertThat(callee).isNotNull();
                edges.add(new CallEdge(caller, callee));
            }
        }
        return edges;
    }

    private Map<String, String> endpoints() {
        Map<String, String> addresses = new HashMap<>();
        map(yaml("endpoints.yaml").get("endpoints"))
                .values()
                .forEach(instances -> list(instances)
                        .forEach(instance -> addresses.put(
                                String.valueOf(map(instance).get("instance")),
                                map(instance).get("address") + ":"
                                        + map(instance).get("port"))));
        return addresses;
    }

    private static Map<String, String> addressesOf(AddressBlock block) {
        return Stream.of(MarketplaceService.values())
                .flatMap(service -> service.instances().stream())
                .collect(Collectors.toMap(
                        MarketplaceInstance::name,
                        instance -> block.address(instance) + ":" + MarketplaceAddresses.INGRESS_PORT));
    }

    private Map<?, ?> yaml(String file) {
        try {
            return map(
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(directory.resolve(file))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object node) {
        return node instanceof List<?> list ? list : List.of();
    }
}
