package io.spillway.grpcserver;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.spillway.grpcserver.GuardedMethod.Kind;
import io.spillway.overload.Priority;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the guard knows of gRPC methods; each is looked at once. Thread-safe. */
final class GrpcMethods {
    private final Map<MethodDescriptor<?, ?>, GuardedMethod> methods = new ConcurrentHashMap<>();

    GuardedMethod of(MethodDescriptor<?, ?> descriptor) {
        GuardedMethod known = methods.get(descriptor);
        return known == null ? methods.computeIfAbsent(descriptor, GrpcMethods::read) : known;
    }

    /** An orchestrator that is told "unhealthy" by an overloaded instance would restart it and overload the others. */
    static boolean isExempt(@Nullable String service) {
        return service != null && (service.startsWith("grpc.health.") || service.startsWith("grpc.reflection."));
    }

    private static GuardedMethod read(MethodDescriptor<?, ?> descriptor) {
        String name = descriptor.getFullMethodName();
        if (isExempt(descriptor.getServiceName())) {
            return GuardedMethod.exempt(name);
        }
        Kind kind = descriptor.getType() == MethodType.UNARY ? Kind.UNARY : Kind.STREAM;
        return new GuardedMethod(name, kind, declared(descriptor.getSchemaDescriptor()));
    }

    private static @Nullable Priority declared(@Nullable Object schema) {
        return schema instanceof ProtoMethodDescriptorSupplier supplier
                ? DeclaredPriority.of(supplier.getMethodDescriptor())
                : null;
    }
}
