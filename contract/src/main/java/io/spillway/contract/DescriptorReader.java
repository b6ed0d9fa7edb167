package io.spillway.contract;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Message;
import io.spillway.contract.DescriptorFile.GrpcService;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import io.spillway.contract.yaml.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads how each method wants to be called from the descriptors of one service. */
final class DescriptorReader {
    private static final String OPTIONS_PROTO = "spillway/options.proto";

    private final DescriptorFile descriptors;
    private final TierDefaults.Tier tier;
    private final Findings findings;
    private final Map<FileDescriptorProto, ProtoPositions> positions = new HashMap<>();

    DescriptorReader(DescriptorFile descriptors, TierDefaults.Tier tier, Findings findings) {
        this.descriptors = descriptors;
        this.tier = tier;
        this.findings = findings;
    }

    /**
     * The policies of the methods.
     *
     * @param chosen the gRPC services that the contract names; empty to take those that the set was compiled for
     */
    Map<String, MethodPolicy> read(List<Located<String>> chosen) {
        Map<String, MethodPolicy> policies = new LinkedHashMap<>();
        Collection<GrpcService> services = choose(chosen);
        services.stream().map(GrpcService::file).distinct().forEach(this::checkThatOptionsSurvived);
        for (GrpcService service : services) {
            for (int i = 0; i < service.descriptor().getMethodCount(); i++) {
                MethodPolicy policy = policy(service, i);
                policies.put(policy.method(), policy);
            }
        }
        return policies;
    }

    private Collection<GrpcService> choose(List<Located<String>> chosen) {
        if (chosen.isEmpty()) {
            return descriptors.ownServices().values();
        }
        List<GrpcService> services = new ArrayList<>();
        for (Located<String> name : chosen) {
            GrpcService service = descriptors.services().get(name.value());
            if (service == null) {
                findings.add(Rule.UNKNOWN_GRPC_SERVICE.at(
                        name.location(),
                        "\"" + name.value() + "\", which " + descriptors.path() + " does not define",
                        Nearest.suggestion(name.value(), descriptors.services().keySet())));
            } else {
                services.add(service);
            }
        }
        return services;
    }

    private MethodPolicy policy(GrpcService service, int index) {
        ServiceDescriptorProto descriptor = service.descriptor();
        MethodDescriptorProto method = descriptor.getMethod(index);
        ProtoPositions inFile = positions(service.file());
        List<Integer> servicePath = List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.index());
        List<Integer> methodPath = concat(servicePath, ServiceDescriptorProto.METHOD_FIELD_NUMBER, index);

        String name = service.fullName() + "/" + method.getName();
        OptionLayers layers = new OptionLayers();
        tier.timeout().ifPresent(timeout -> layers.over(timeout.value(), "mesh.yaml", path -> timeout.location()));
        if (descriptor.getOptions().hasExtension(Options.client)) {
            List<Integer> path =
                    concat(servicePath, ServiceDescriptorProto.OPTIONS_FIELD_NUMBER, Options.client.getNumber());
            CallOptions options = descriptor.getOptions().getExtension(Options.client);
            checkThatAllFieldsAreKnown(options, inFile.of(path));
            layers.over(options, service.fullName(), field -> inFile.of(concat(path, field)));
        }
        if (method.getOptions().hasExtension(Options.method)) {
            List<Integer> path =
                    concat(methodPath, MethodDescriptorProto.OPTIONS_FIELD_NUMBER, Options.method.getNumber());
            CallOptions options = method.getOptions().getExtension(Options.method);
            checkThatAllFieldsAreKnown(options, inFile.of(path));
            layers.over(options, name, field -> inFile.of(concat(path, field)));
        }
        return new PolicyReader(name, layers, inFile.of(methodPath), findings).read();
    }

    private ProtoPositions positions(FileDescriptorProto file) {
        return positions.computeIfAbsent(file, key -> new ProtoPositions(key, descriptors.path()));
    }

    /**
     * A tool that rewrites descriptors without knowing the extension can drop it. Nobody imports options.proto to use
     * none of it, so an import without a single option is reported; under any folder, since some vendor it.
     */
    private void checkThatOptionsSurvived(FileDescriptorProto file) {
        boolean imports = file.getDependencyList().stream().anyMatch(path -> path.endsWith(OPTIONS_PROTO));
        boolean uses = file.getServiceList().stream()
                .anyMatch(service -> service.getOptions().hasExtension(Options.client)
                        || service.getMethodList().stream()
                                .anyMatch(method -> method.getOptions().hasExtension(Options.method)));
        if (imports && !uses) {
            findings.add(Rule.OPTIONS_NOT_REGISTERED.at(
                    positions(file).of(List.of(FileDescriptorProto.DEPENDENCY_FIELD_NUMBER)),
                    file.getName() + " imports " + OPTIONS_PROTO + " but no service or method in " + descriptors.path()
                            + " has an option of it",
                    "descriptors straight from protoc --descriptor_set_out, with field " + Options.method.getNumber()
                            + "; or remove the import"));
        }
    }

    private void checkThatAllFieldsAreKnown(Message options, SourceLocation location) {
        for (Integer number : options.getUnknownFields().asMap().keySet()) {
            findings.add(Rule.UNKNOWN_OPTION.at(
                    location,
                    "field " + number + " of " + options.getDescriptorForType().getFullName(),
                    "the options.proto of this version of Spillway; upgrade it or remove the option"));
        }
        options.getAllFields().values().forEach(value -> {
            if (value instanceof Message message) {
                checkThatAllFieldsAreKnown(message, location);
            }
        });
    }

    private static List<Integer> concat(List<Integer> path, Integer... more) {
        return concat(path, List.of(more));
    }

    private static List<Integer> concat(List<Integer> path, List<Integer> more) {
        List<Integer> all = new ArrayList<>(path);
        all.addAll(more);
        return all;
    }
}
