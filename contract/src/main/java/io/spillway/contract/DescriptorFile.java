package io.spillway.contract;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.contract.options.Options;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A compiled FileDescriptorSet with the options of Spillway parsed. Immutable. */
final class DescriptorFile {
    /** A set of all protos of a large mesh with source info is some megabytes. */
    static final int MAX_BYTES = 16 << 20;

    /** Each becomes a policy of some kilobytes in memory, whatever little the descriptor says of it. */
    static final int MAX_METHODS = 10_000;

    /** One gRPC service and the .proto file that defines it. */
    record GrpcService(FileDescriptorProto file, int index) {
        ServiceDescriptorProto descriptor() {
            return file.getService(index);
        }

        String fullName() {
            return file.getPackage().isEmpty()
                    ? descriptor().getName()
                    : file.getPackage() + "." + descriptor().getName();
        }
    }

    private static final ExtensionRegistry REGISTRY = registry();

    private final String path;
    private final FileDescriptorSet set;
    private final Map<String, GrpcService> services = new LinkedHashMap<>();
    private final Set<String> imported = new HashSet<>();

    private DescriptorFile(String path, FileDescriptorSet set) {
        this.path = path;
        this.set = set;
        for (FileDescriptorProto file : set.getFileList()) {
            imported.addAll(file.getDependencyList());
            for (int i = 0; i < file.getServiceCount(); i++) {
                GrpcService service = new GrpcService(file, i);
                services.put(service.fullName(), service);
            }
        }
    }

    private static ExtensionRegistry registry() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(registry);
        return registry.getUnmodifiable();
    }

    /**
     * Parses a file.
     *
     * @param path relative to the contract directory
     */
    static Optional<DescriptorFile> parse(String path, byte[] content, SourceLocation named, Findings findings) {
        if (content.length > MAX_BYTES) {
            findings.add(Rule.BAD_DESCRIPTORS.at(
                    named, path + " of " + content.length + " bytes", "at most " + MAX_BYTES + " bytes"));
            return Optional.empty();
        }
        try {
            FileDescriptorSet set = FileDescriptorSet.parseFrom(content, REGISTRY);
            if (set.getFileCount() == 0) {
                findings.add(Rule.BAD_DESCRIPTORS.at(
                        named,
                        path + ", which holds no .proto file",
                        "a FileDescriptorSet: protoc --descriptor_set_out"));
                return Optional.empty();
            }
            long methods = set.getFileList().stream()
                    .flatMap(file -> file.getServiceList().stream())
                    .mapToLong(ServiceDescriptorProto::getMethodCount)
                    .sum();
            if (methods > MAX_METHODS) {
                findings.add(Rule.BAD_DESCRIPTORS.at(
                        named, path + " of " + methods + " methods", "at most " + MAX_METHODS + " methods"));
                return Optional.empty();
            }
            return Optional.of(new DescriptorFile(path, set));
        } catch (InvalidProtocolBufferException e) {
            findings.add(Rule.BAD_DESCRIPTORS.at(
                    named, path + ", which is not a FileDescriptorSet", "the output of protoc --descriptor_set_out"));
            return Optional.empty();
        }
    }

    /** Relative to the contract directory. */
    String path() {
        return path;
    }

    FileDescriptorSet set() {
        return set;
    }

    /** All gRPC services by full name, imported ones included. */
    Map<String, GrpcService> services() {
        return services;
    }

    /** The gRPC services of files that no other file of the set imports: those that the set was compiled for. */
    Map<String, GrpcService> ownServices() {
        Map<String, GrpcService> own = new LinkedHashMap<>(services);
        own.values().removeIf(service -> imported.contains(service.file().getName()));
        return own;
    }
}
