package io.spillway.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import java.util.function.Consumer;

/** Changes the options of one method in a compiled descriptor set, as a compile of the edited .proto would. Pure. */
final class DescriptorEdit {
    private static final ExtensionRegistry REGISTRY = registry();

    private DescriptorEdit() {}

    private static ExtensionRegistry registry() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(registry);
        return registry;
    }

    /** @param method its full name, such as {@code menu.v1.MenuService/GetMenu} */
    static ByteString apply(ByteString descriptors, String method, Consumer<CallOptions.Builder> change) {
        FileDescriptorSet.Builder set;
        try {
            set = FileDescriptorSet.parseFrom(descriptors, REGISTRY).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("descriptors: " + e.getMessage() + " (expected: a descriptor set)", e);
        }
        change(find(set, method), change);
        return set.build().toByteString();
    }

    private static MethodDescriptorProto.Builder find(FileDescriptorSet.Builder set, String name) {
        for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
            for (ServiceDescriptorProto.Builder service : file.getServiceBuilderList()) {
                for (MethodDescriptorProto.Builder method : service.getMethodBuilderList()) {
                    if (name.equals(file.getPackage() + "." + service.getName() + "/" + method.getName())) {
                        return method;
                    }
                }
            }
        }
        throw new IllegalArgumentException("method: " + name + " (expected: one that the descriptors define)");
    }

    private static void change(MethodDescriptorProto.Builder method, Consumer<CallOptions.Builder> change) {
        MethodOptions before = method.getOptions();
        CallOptions.Builder options = before.getExtension(Options.method).toBuilder();
        change.accept(options);
        method.setOptions(before.toBuilder().setExtension(Options.method, options.build()));
    }
}
