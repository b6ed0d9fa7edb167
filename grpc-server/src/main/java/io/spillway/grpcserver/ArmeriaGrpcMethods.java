package io.spillway.grpcserver;

import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.ServerMethodDefinition;
import org.jspecify.annotations.Nullable;

/** Finds the gRPC method of a request. Apart from {@link ArmeriaMethods}, which works without armeria-grpc. */
final class ArmeriaGrpcMethods {
    private final GrpcMethods methods = new GrpcMethods();

    /** Null when the request is for no gRPC method. */
    @Nullable
    GuardedMethod find(ServiceRequestContext context) {
        GrpcService service = context.config().service().as(GrpcService.class);
        if (service == null) {
            return null;
        }
        ServerMethodDefinition<?, ?> method = service.methodDefinition(context);
        return method == null ? null : methods.of(method.getMethodDescriptor());
    }
}
