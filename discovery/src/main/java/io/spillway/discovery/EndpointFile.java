package io.spillway.discovery;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The registry that is a file: {@code endpoints.yaml} beside {@code mesh.yaml}.
 *
 * <pre>{@code
 * endpoints:
 *   payments:
 *     - {instance: payments-1, address: 127.1.4.1, port: 15006, zone: a}
 * }</pre>
 */
public final class EndpointFile {
    /** Its name in the directory of contracts. */
    public static final String NAME = "endpoints.yaml";

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
            .describedAs("The instances of each service, by the service's name.");

    /** All keys of the file. */
    public static final Schema SCHEMA = Schema.of(ENDPOINTS);

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

    /** Reads the file of a directory; a directory without one has no endpoints. Never throws for what a file contains. */
    public static Result read(Path directory, ContractSet contracts) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return new Result(EndpointTable.empty(), List.of());
        }
        try {
            return read(Files.readAllBytes(file), contracts);
        } catch (IOException e) {
            return new Result(
                    EndpointTable.empty(),
                    List.of(Rule.FILE_UNREADABLE.at(
                            new SourceLocation(NAME, 1, 1), String.valueOf(e.getMessage()), "a readable file")));
        }
    }

    /** Reads the bytes of a file. */
    public static Result read(byte[] content, ContractSet contracts) {
        Findings findings = new Findings();
        List<Endpoint> endpoints = new ArrayList<>();
        SCHEMA.read(NAME, content, LIMITS, findings)
                .ifPresent(root -> root.get(ENDPOINTS)
                        .forEach((service, instances) -> instances
                                .value()
                                .forEach(instance -> endpoints.add(endpoint(service, instance.value())))));
        findings.addAll(InstanceRules.check(
                contracts, endpoints.stream().map(EndpointFile::instance).toList()));
        return new Result(EndpointTable.of(endpoints), findings.sorted());
    }

    private static Endpoint endpoint(String service, Section section) {
        return new Endpoint(
                section.get(INSTANCE),
                service,
                section.get(ADDRESS),
                section.get(PORT),
                section.find(ZONE).orElse(""),
                section.location());
    }

    private static InstanceRules.Instance instance(Endpoint endpoint) {
        return new InstanceRules.Instance(
                endpoint.instance(),
                endpoint.service(),
                endpoint.address() + ":" + endpoint.port(),
                endpoint.zone(),
                endpoint.location());
    }

    private static Type<String> ipAddress() {
        return Types.text(
                "an IPv4 or IPv6 address",
                "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+)");
    }
}
