package io.spillway.grpcserver;

import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.TransientService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the guard knows of the services of an Armeria server; each is looked at once. Thread-safe. */
final class ArmeriaMethods {
    private final @Nullable ArmeriaGrpcMethods grpc = isGrpcThere() ? new ArmeriaGrpcMethods() : null;
    /** As many as the server has routes. */
    private final Map<ServiceConfig, GuardedMethod> routes = new ConcurrentHashMap<>();

    GuardedMethod of(ServiceRequestContext context) {
        GuardedMethod method = grpc == null ? null : grpc.find(context);
        if (method != null) {
            return method;
        }
        GuardedMethod known = routes.get(context.config());
        return known == null ? routes.computeIfAbsent(context.config(), ArmeriaMethods::route) : known;
    }

    /** Armeria calls transient what is not the business of a server: health checks, metrics. */
    private static GuardedMethod route(ServiceConfig config) {
        String name = config.route().patternString();
        return config.service().as(TransientService.class) == null
                ? GuardedMethod.http(name)
                : GuardedMethod.exempt(name);
    }

    private static boolean isGrpcThere() {
        try {
            Class.forName("com.linecorp.armeria.server.grpc.GrpcService", false, ArmeriaMethods.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
