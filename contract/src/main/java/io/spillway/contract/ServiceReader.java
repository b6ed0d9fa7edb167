package io.spillway.contract;

import io.spillway.contract.ServiceContract.Egress;
import io.spillway.contract.ServiceContract.EntityCache;
import io.spillway.contract.ServiceContract.EnvoyPatch;
import io.spillway.contract.ServiceContract.Protection;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Toggle;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Builds the contract of one service from its file, its descriptors and what mesh.yaml says. */
final class ServiceReader {
    private final MeshContract mesh;
    private final TierDefaults tiers;
    private final DescriptorFiles descriptors;
    private final Findings findings;

    ServiceReader(MeshContract mesh, TierDefaults tiers, DescriptorFiles descriptors, Findings findings) {
        this.mesh = mesh;
        this.tiers = tiers;
        this.descriptors = descriptors;
        this.findings = findings;
    }

    /** @param file relative to the contract directory */
    ServiceContract read(String file, Section section) {
        TierDefaults.Tier tier = tiers.tier(section.get(ServiceFile.TIER));
        Map<String, SourceLocation> origins = new HashMap<>(section.origins());
        Optional<DescriptorFile> set = section.find(ServiceFile.DESCRIPTORS)
                .flatMap(name -> descriptors.get(file, name, section.location(ServiceFile.DESCRIPTORS)));
        if (section.has(ServiceFile.GRPC_SERVICES) && !section.has(ServiceFile.DESCRIPTORS)) {
            findings.add(Rule.MISSING_KEY.at(
                    section.location(ServiceFile.GRPC_SERVICES),
                    "grpcServices without descriptors",
                    "descriptors: the file that defines them"));
        }
        return new ServiceContract(
                section.get(ServiceFile.SERVICE),
                section.find(ServiceFile.OWNER).orElse(null),
                section.get(ServiceFile.TIER),
                section.get(ServiceFile.PROTOCOL),
                section.get(ServiceFile.PORT),
                reservedPorts(section),
                set.map(DescriptorFile::path).orElse(null),
                set.map(found -> new DescriptorReader(found, tier, findings)
                                .read(section.find(ServiceFile.GRPC_SERVICES).orElse(List.of())))
                        .orElse(Map.of()),
                egress(section),
                retryLayer(section, origins),
                protection(section.section(ServiceFile.PROTECT), tier, origins),
                size(section),
                patches(section),
                section.location(ServiceFile.SERVICE),
                origins);
    }

    private SortedSet<Integer> reservedPorts(Section section) {
        Map<Integer, SourceLocation> seen = new HashMap<>();
        for (Located<Integer> port : section.get(ServiceFile.RESERVED_PORTS)) {
            SourceLocation first = seen.putIfAbsent(port.value(), port.location());
            if (first != null) {
                findings.add(Rule.DUPLICATE_RESERVED_PORT.at(
                        port.location(), "port " + port.value() + " again", "once; the first is at " + first));
            }
            if (port.value().equals(section.get(ServiceFile.PORT))) {
                findings.add(Rule.RESERVED_PORT_IS_TRAFFIC_PORT.at(
                        port.location(),
                        "reserved port " + port.value() + ", which is the port of the service",
                        "another port, or none: a reserved port bypasses the sidecar"));
            }
        }
        return new TreeSet<>(seen.keySet());
    }

    private List<Egress> egress(Section section) {
        Map<String, SourceLocation> seen = new LinkedHashMap<>();
        return section.get(ServiceFile.EGRESS).stream()
                .map(located -> {
                    Section entry = located.value();
                    Egress egress = new Egress(
                            entry.find(ServiceFile.EGRESS_SERVICE).orElse(null),
                            entry.find(ServiceFile.EGRESS_HOST).orElse(null),
                            entry.get(ServiceFile.APPLICATION_ATTEMPTS),
                            entry.find(ServiceFile.ENTITY_CACHE)
                                    .map(ServiceReader::entityCache)
                                    .orElse(null),
                            located.location());
                    String target = egress.service() != null ? "service " + egress.service() : "host " + egress.host();
                    SourceLocation first = seen.putIfAbsent(target, located.location());
                    if (first != null) {
                        findings.add(Rule.DUPLICATE_EGRESS.at(
                                located.location(), target + " again", "one entry; the first is at " + first));
                    }
                    return egress;
                })
                .toList();
    }

    private static EntityCache entityCache(Section section) {
        return new EntityCache(
                section.get(ServiceFile.CACHE_SERVICE),
                section.get(ServiceFile.CACHE_METHODS).stream()
                        .map(Located::value)
                        .toList());
    }

    private RetryLayer retryLayer(Section section, Map<String, SourceLocation> origins) {
        String key = MeshFile.RETRY_LAYER.name();
        if (!section.has(ServiceFile.RETRY_LAYER) && mesh.origins().containsKey(key)) {
            origins.put(key, mesh.origins().get(key));
        }
        return section.find(ServiceFile.RETRY_LAYER).orElse(mesh.retryLayer());
    }

    private static Protection protection(Section protect, TierDefaults.Tier tier, Map<String, SourceLocation> origins) {
        return new Protection(
                toggled(protect, ServiceFile.ADAPTIVE_CONCURRENCY, tier.adaptiveConcurrency(), origins)
                        .map(ServiceFile::adaptiveConcurrency)
                        .orElse(null),
                toggled(protect, ServiceFile.OUTLIER_DETECTION, tier.outlierDetection(), origins)
                        .map(ServiceFile::outlierDetection)
                        .orElse(null),
                protect.get(ServiceFile.MAX_CONCURRENT_STREAMS),
                protect.get(ServiceFile.CONNECTION_AGE));
    }

    /** What the service writes replaces what its tier gives as a whole: half of each would be hard to foresee. */
    private static Optional<Section> toggled(
            Section protect,
            Key<Toggle<Section>> key,
            Optional<Located<Toggle<Section>>> fromTier,
            Map<String, SourceLocation> origins) {
        if (!protect.has(key)) {
            fromTier.ifPresent(toggle -> origins.put("protect." + key.name(), toggle.location()));
        }
        return protect.find(key).or(() -> fromTier.map(Located::value)).flatMap(Toggle::value);
    }

    private SidecarSize size(Section section) {
        Section sidecar = section.section(ServiceFile.SIDECAR);
        String name = sidecar.get(ServiceFile.SIZE);
        SidecarSize size = mesh.sidecarSizes().get(name);
        if (size != null) {
            return size;
        }
        findings.add(Rule.UNKNOWN_SIDECAR_SIZE.at(
                sidecar.location(ServiceFile.SIZE),
                "sidecar size \"" + name + "\"",
                Nearest.suggestion(name, mesh.sidecarSizes().keySet())));
        return MeshContract.MEDIUM;
    }

    private static List<EnvoyPatch> patches(Section section) {
        return section.get(ServiceFile.ENVOY_PATCHES).stream()
                .map(patch -> new EnvoyPatch(
                        patch.value().get(ServiceFile.PATCH_RESOURCE),
                        patch.value().get(ServiceFile.PATCH_NAME),
                        patch.value().get(ServiceFile.PATCH_MERGE),
                        patch.location()))
                .toList();
    }
}
