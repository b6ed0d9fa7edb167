package io.spillway.marketplace;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The clients of one instance. Whatever the connection goes to, the authority is the callee's name: that is what the
 * sidecar routes by.
 */
final class EgressClients {
    private final MarketplaceInstance caller;
    private final ClientFactory factory;
    private final Function<MarketplaceService, EndpointGroup> connectTo;
    private final Consumer<CallEdge> onCall;

    EgressClients(
            MarketplaceInstance caller,
            ClientFactory factory,
            Function<MarketplaceService, EndpointGroup> connectTo,
            Consumer<CallEdge> onCall) {
        this.caller = caller;
        this.factory = factory;
        this.connectTo = connectTo;
        this.onCall = onCall;
    }

    <S> S to(MarketplaceService callee, Class<S> stub) {
        CallEdge edge = new CallEdge(caller.service(), callee);
        return GrpcClients.builder("gproto+h2c", connectTo.apply(callee))
                .factory(factory)
                .setHeader(HttpHeaderNames.AUTHORITY, callee.contractName())
                .decorator((delegate, context, request) -> {
                    onCall.accept(edge);
                    return delegate.execute(context, request);
                })
                .decorator(ContextForwarding::new)
                .build(stub);
    }
}
