package io.spillway.contract;

import io.spillway.contract.lint.Lint;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.YamlLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a directory of contracts: {@code mesh.yaml} at its root and every {@code service.yaml} below it. */
public final class ContractDirectory {
    private static final String MESH = "mesh.yaml";
    private static final String SERVICE = "service.yaml";

    /**
     * @param contracts what could be read; complete only when no finding is an error
     * @param findings all findings of all rules, by location
     */
    public record Result(ContractSet contracts, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public boolean hasErrors() {
            return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        }
    }

    private final ContractFiles files;
    private final Findings findings = new Findings();

    private ContractDirectory(ContractFiles files) {
        this.files = files;
    }

    /**
     * Reads and checks everything below a directory. Never throws for what a file contains: that is a finding.
     * Symbolic links are followed; hidden files and what editors leave behind are not read.
     *
     * @throws java.io.UncheckedIOException when the directory itself cannot be read
     */
    public static Result read(Path directory) {
        return new ContractDirectory(new DirectoryFiles(directory)).read();
    }

    /**
     * The same for files in memory.
     *
     * @param files content by path, relative to the contract directory, with forward slashes
     */
    public static Result read(Map<String, byte[]> files) {
        return new ContractDirectory(ContractFiles.of(files)).read();
    }

    private Result read() {
        List<String> paths = files.paths();
        files.unreadable()
                .forEach((path, reason) -> findings.add(Rule.FILE_UNREADABLE.at(
                        new SourceLocation(path, 1, 1), path + ", " + reason, "a readable file")));
        Optional<Section> meshFile = paths.contains(MESH)
                ? content(MESH).flatMap(content -> MeshFile.KEYS.read(MESH, content, findings))
                : Optional.empty();
        MeshContract mesh = meshFile.map(MeshFile::contract).orElseGet(MeshContract::defaults);
        TierDefaults tiers = meshFile.map(TierDefaults::of).orElse(TierDefaults.NONE);
        ServiceReader reader = new ServiceReader(mesh, tiers, new DescriptorFiles(files, findings), findings);

        SortedMap<String, ServiceContract> services = new TreeMap<>();
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.equals(SERVICE)) {
                content(path)
                        .flatMap(content -> ServiceFile.KEYS.read(path, content, findings))
                        .map(section -> reader.read(path, section))
                        .ifPresent(service -> add(services, service));
            } else {
                checkName(path, name);
            }
        }
        if (services.isEmpty() && !findings.hasErrors()) {
            findings.add(Rule.NO_CONTRACTS.at(
                    new SourceLocation(MESH, 1, 1), "no " + SERVICE + " in this directory", "one for each service"));
        }
        ContractSet contracts = new ContractSet(mesh, services);
        findings.addAll(Lint.check(contracts));
        return new Result(contracts, findings.sorted());
    }

    private Optional<byte[]> content(String path) {
        return files.content(path, YamlLimits.DEFAULT.maxBytes(), new SourceLocation(path, 1, 1), findings);
    }

    private void add(Map<String, ServiceContract> services, ServiceContract service) {
        ServiceContract first = services.putIfAbsent(service.name(), service);
        if (first != null) {
            findings.add(Rule.DUPLICATE_SERVICE.at(
                    service.location(),
                    "service \"" + service.name() + "\" again",
                    "a name of its own; the first is at " + first.location()));
        }
    }

    private void checkName(String path, String name) {
        String expected = switch (name) {
            case "service.yml" -> SERVICE;
            case "mesh.yml" -> MESH;
            case MESH -> path.equals(MESH) ? "" : MESH + " at the root of the contract directory";
            default -> "";
        };
        if (!expected.isEmpty()) {
            findings.add(Rule.MISNAMED_FILE.at(new SourceLocation(path, 1, 1), path + ", which is not read", expected));
        }
    }
}
