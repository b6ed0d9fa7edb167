package io.spillway.grpcserver;

import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceOptions;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import io.spillway.overload.Priority;
import org.jspecify.annotations.Nullable;

/** The priority that a contract declares for a method: the method's own, else its service's. Pure. */
final class DeclaredPriority {
    private static final ExtensionRegistry REGISTRY = registry();

    private DeclaredPriority() {}

    private static ExtensionRegistry registry() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(registry);
        return registry;
    }

    /** Null when the contract declares none. */
    static @Nullable Priority of(MethodDescriptor method) {
        try {
            // Parsed anew: in a descriptor that was built at run time the options may hide in unknown fields.
            MethodOptions ofMethod = MethodOptions.parseFrom(method.getOptions().toByteString(), REGISTRY);
            ServiceOptions ofService =
                    ServiceOptions.parseFrom(method.getService().getOptions().toByteString(), REGISTRY);
            Priority own = priority(ofMethod.getExtension(Options.method));
            return own == null ? priority(ofService.getExtension(Options.client)) : own;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "options of " + method.getFullName() + ": " + e.getMessage()
                            + " (expected: spillway/options.proto)",
                    e);
        }
    }

    private static @Nullable Priority priority(CallOptions options) {
        return switch (options.getPriority()) {
            case CRITICAL -> Priority.CRITICAL;
            case HIGH -> Priority.HIGH;
            case NORMAL -> Priority.NORMAL;
            case SHEDDABLE -> Priority.SHEDDABLE;
            case PRIORITY_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }
}
