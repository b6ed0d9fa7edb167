package io.spillway.discovery;

import io.spillway.contract.ContractSchema;
import io.spillway.contract.ContractSet;
import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import io.spillway.contract.MeshContract;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.lint.InstanceRules;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Type;
import io.spillway.contract.yaml.Types;
import io.spillway.contract.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registry that is a file: {@code endpoints.yaml} beside {@code mesh.yaml}, or what {@code mesh.yaml} names.
 *
 * <pre>{@code
 * endpoints:
 *   payments:
 *     - {instance: payments-1, address: 127.1.4.1, port: 15006, zone: a}
 * }</pre>
 */
public final class EndpointFile {
    private static final Key<String> INSTANCE = Key.required("instance", Types.name())
            .describedAs("Unique in the mesh; the node id of the instance's sidecar.")
            .example("payments-1");
    private static final Key<String> ADDRESS = Key.required("address", ipAddress())
            .describedAs("IP address of the instance.")
            .example("127.1.4.1")
            .becomes("endpoint.address.socket_address.address");
    private static final Key<Integer> PORT = Key.optional("port", Types.wholeNumber(1, 65_535))
            .orElse(15_006)
            .describedAs("Where callers connect: the sidecar's ingress, or the application when it has no sidecar.")
            .example("15006")
            .becomes("endpoint.address.socket_address.port_value");
    private static final Key<String> ZONE = Key.optional("zone", Types.name())
            .describedAs("Zone of the instance, one that `mesh.yaml` lists.")
            .example("a")
            .becomes("endpoints.locality.zone");
    private static final Key<Map<String, Located<List<Located<Section>>>>> ENDPOINTS = Key.required(
                    "endpoints",
                    Types.mapOf(Types.name(), Types.listOf(Types.section(Schema.of(INSTANCE, ADDRESS, PORT, ZONE)))))
            .describedAs("The instances of each service, by the service's name.")
            .example("{payments: [{instance: payments-1, address: 127.1.4.1}]}")
            .becomes("endpoint: ClusterLoadAssignment");

    /** All keys of the file. */
    static final Schema SCHEMA = Schema.of(ENDPOINTS);

    /** Room for some 50,000 instances. */
    private static final YamlLimits LIMITS = new YamlLimits(16 << 20, 500_000, 16);

    /**
     * @param table what could be read
     * @param findings what is wrong
     */
    public record Result(EndpointTable table, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    private EndpointFile() {}

    /** The JSON Schema (draft 2020-12) of the file, for editors. */
    public static String jsonSchema() {
        return ContractSchema.document("endpoints.yaml", "Where the instances are", SCHEMA);
    }

    /**
     * Reads the file that {@code mesh.yaml} names, {@code endpoints.yaml} unless it says otherwise. A directory without
     * one has no endpoints; when {@code mesh.yaml} names it, it must be there. Never throws for what a file contains.
     */
    public static Result read(Path directory, ContractSet contracts) {
        MeshContract mesh = contracts.mesh();
        String name = mesh.registry().files();
        SourceLocation named = mesh.origins().get("registry.files");
        SourceLocation location = named == null ? new SourceLocation(name, 1, 1) : named;
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory.normalize())) {
            return unreadable(location, name + ", which is outside", "a file in the contract directory");
        }
        if (!Files.exists(file)) {
            if (named != null) {
                return unreadable(location, name + ", which is not there", "a file that exists");
            }
            return new Result(EndpointTable.empty(), misnamed(directory));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(name, in.readNBytes(LIMITS.maxBytes() + 1), contracts);
        } catch (IOException e) {
            return unreadable(location, name + ", which cannot be read: " + e, "a readable file");
        }
    }

    private static Result unreadable(SourceLocation location, String found, String expected) {
        return new Result(EndpointTable.empty(), List.of(Rule.FILE_UNREADABLE.at(location, found, expected)));
    }

    private static List<Finding> misnamed(Path directory) {
        String near = "endpoints.yml";
        return Files.exists(directory.resolve(near))
                ? List.of(Rule.MISNAMED_FILE.at(
                        new SourceLocation(near, 1, 1), near + ", which is not read", "endpoints.yaml"))
                : List.of();
    }

    /**
     * Reads the bytes of a file.
     *
     * @param name for findings
     */
    public static Result read(String name, byte[] content, ContractSet contracts) {
        Findings findings = new Findings();
        Reading reading = new Reading(contracts, findings);
        SCHEMA.read(name, content, LIMITS, findings)
                .ifPresent(root -> root.get(ENDPOINTS).forEach(reading::service));
        findings.addAll(InstanceRules.duplicateInstances(reading.names));
        findings.addAll(InstanceRules.duplicateAddresses(reading.addresses));
        return new Result(EndpointTable.of(reading.endpoints), findings.sorted());
    }

    /** What was met so far. For one thread. */
    private static final class Reading {
        private final ContractSet contracts;
        private final Findings findings;
        private final List<Endpoint> endpoints = new ArrayList<>();
        private final List<Located<String>> names = new ArrayList<>();
        private final List<Located<String>> addresses = new ArrayList<>();

        Reading(ContractSet contracts, Findings findings) {
            this.contracts = contracts;
            this.findings = findings;
        }

        void service(String name, Located<List<Located<Section>>> instances) {
            InstanceRules.unknownService(contracts.services().keySet(), new Located<>(name, instances.location()))
                    .ifPresent(findings::add);
            instances.value().forEach(instance -> instance(name, instance.value()));
        }

        private void instance(String service, Section section) {
            String address = section.get(ADDRESS);
            Optional<InetAddress> parsed = parse(address);
            if (parsed.isEmpty()) {
                findings.add(Rule.BAD_VALUE.at(
                        section.location(ADDRESS),
                        "address \"" + address + "\"",
                        ADDRESS.type().words()));
                return;
            }
            String zone = section.find(ZONE).orElse("");
            if (!zone.isEmpty()) {
                InstanceRules.unknownZone(contracts.mesh(), new Located<>(zone, section.location(ZONE)))
                        .ifPresent(findings::add);
            }
            String name = section.get(INSTANCE);
            int port = section.get(PORT);
            names.add(new Located<>(name, section.location(INSTANCE)));
            addresses.add(new Located<>(hostAndPort(parsed.get(), port), section.location(ADDRESS)));
            endpoints.add(new Endpoint(name, service, address, port, zone, section.location()));
        }
    }

    /** The pattern, which editors check too, lets some through that are none, such as {@code 1:2}. */
    private static Optional<InetAddress> parse(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One spelling of each: {@code ::1} and {@code 0::1} are the same address. */
    private static String hostAndPort(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }

    private static Type<String> ipAddress() {
        return Types.text(
                "an IPv4 or IPv6 address",
                "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+)");
    }
}
