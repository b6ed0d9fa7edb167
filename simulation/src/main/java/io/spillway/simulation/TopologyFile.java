package io.spillway.simulation;

import io.spillway.contract.Finding;
import io.spillway.contract.Findings;
import io.spillway.contract.Json;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Types;
import io.spillway.contract.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A topology as a YAML file. */
public final class TopologyFile {
    private static final YamlLimits LIMITS = new YamlLimits(16 << 20, 1_000_000, 32);

    private static final Key<String> NAME = Key.optional("name", Types.name())
            .describedAs("For the report; when left out, the name of the file.")
            .example("checkout");
    private static final Key<Duration> DURATION = Key.optional("duration", TimeType.millis(1, 604_800_000))
            .orElse(Duration.ofSeconds(60))
            .describedAs("How long requests come.")
            .example("60s");
    private static final Key<Duration> INTERVAL = Key.optional("interval", TimeType.millis(1, 3_600_000))
            .orElse(Duration.ofSeconds(1))
            .describedAs("Between two measurements over time.")
            .example("1s");
    private static final Key<Map<String, Located<Section>>> CLIENTS = Key.optional(
                    "clients", Types.mapOf(Types.name(), Types.section(ClientKeys.KEYS)))
            .orElse(Map.of())
            .describedAs("Who sends requests, by name; whatever became of the ones before (open loop).")
            .example("{users: {service: front, rate: 300}}");
    private static final Key<Map<String, Located<Section>>> SERVICES = Key.optional(
                    "services", Types.mapOf(Types.name(), Types.section(ServiceKeys.KEYS)))
            .describedAs("The services by name. Their calls may have no cycle.")
            .example("{front: {workers: 8, work: {exponential: 10ms}}}");
    private static final Key<Section> GENERATE = Key.optional("generate", Types.section(GenerateKeys.KEYS))
            .describedAs("Services of a shape, instead of by name.")
            .example("{chain: {services: 3, like: {work: {constant: 5ms}}}}");
    private static final Key<List<Located<Section>>> FAULTS = Key.optional(
                    "faults", Types.listOf(Types.section(FaultKeys.KEYS)))
            .orElse(List.of())
            .describedAs("What goes wrong, and when.")
            .example("[{at: 60s, for: 30s, service: front, latencyFactor: 10}]");

    /** All keys of the file. */
    static final Schema SCHEMA = Schema.of(NAME, DURATION, INTERVAL, CLIENTS, SERVICES, GENERATE, FAULTS)
            .withExactlyOneOf(SERVICES, GENERATE);

    /**
     * What was read.
     *
     * @param topology empty when there is an error
     * @param findings what is wrong
     */
    public record Result(Optional<Topology> topology, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    private TopologyFile() {}

    /** The JSON Schema (draft 2020-12) of the file, for editors. */
    public static String jsonSchema() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", "topology");
        document.put("description", "What spillway simulate runs. Generated: see docs/simulation.md.");
        document.putAll(SCHEMA.jsonSchema());
        return Json.pretty(document);
    }

    /**
     * Reads a file. Never throws for what it contains: that is a finding.
     *
     * @throws IOException when it cannot be read
     */
    public static Result read(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LIMITS.maxBytes() + 1);
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        return read(file.toString(), content, path -> Files.readAllLines(folder.resolve(path)));
    }

    static Result read(String name, byte[] content, TraceFile.Source traces) {
        Findings findings = new Findings();
        Mistakes mistakes = new Mistakes(findings);
        Optional<Topology> topology =
                SCHEMA.read(name, content, LIMITS, findings).flatMap(root -> topology(name, root, traces, mistakes));
        return new Result(findings.hasErrors() ? Optional.empty() : topology, findings.sorted());
    }

    private static Optional<Topology> topology(String file, Section root, TraceFile.Source traces, Mistakes mistakes) {
        List<ServiceSpec> services = new ArrayList<>();
        List<ClientSpec> clients = new ArrayList<>();
        root.find(SERVICES)
                .orElse(Map.of())
                .forEach((name, service) -> services.add(ServiceKeys.service(name, service.value(), mistakes)));
        if (root.has(GENERATE)) {
            GenerateKeys.Generated generated = mistakes.at(
                    root.location(GENERATE),
                    new GenerateKeys.Generated(List.of(), List.of()),
                    () -> GenerateKeys.generate(root.get(GENERATE), root.get(DURATION), mistakes));
            services.addAll(generated.services());
            clients.addAll(generated.clients());
        }
        root.get(CLIENTS)
                .forEach((name, client) -> clients.add(ClientKeys.client(name, client.value(), traces, mistakes)));
        List<FaultSpec> faults = root.get(FAULTS).stream()
                .map(fault -> FaultKeys.fault(fault.value(), mistakes))
                .toList();
        mistakes.checkMentions(services.stream().map(ServiceSpec::name).toList());
        if (clients.isEmpty() && !mistakes.findings().hasErrors()) {
            SourceLocation location = root.location(CLIENTS);
            mistakes.findings().add(Rule.MISSING_KEY.at(location, "no clients", "at least one that sends requests"));
        }
        if (mistakes.findings().hasErrors()) {
            return Optional.empty();
        }
        return mistakes.at(
                root.location(SERVICES),
                Optional.empty(),
                () -> Optional.of(new Topology(
                        root.find(NAME).orElse(nameOf(file)),
                        root.get(DURATION),
                        root.get(INTERVAL),
                        clients,
                        services,
                        faults)));
    }

    private static String nameOf(String file) {
        String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        return (dot > 0 ? last.substring(0, dot) : last).replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
