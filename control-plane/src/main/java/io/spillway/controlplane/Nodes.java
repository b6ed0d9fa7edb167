package io.spillway.controlplane;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.contract.Nearest;
import io.spillway.envoyconfig.MeshState;
import io.spillway.xds.ClientKind;
import io.spillway.xds.NodeClassifier;
import io.spillway.xds.NodeIdentity;
import io.spillway.xds.UnknownNodeException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/**
 * Reads from an xDS node who connects. A sidecar says its service and its address in the metadata under {@code
 * spillway}; a gRPC client may name its service there, and is then given the egress of that service, else everything.
 *
 * <p>Remembers what was asked for, so that a sidecar that no registry names is compiled for too. Thread-safe.
 */
final class Nodes implements NodeClassifier {
    /** What every gRPC client is given that does not say which service it belongs to. */
    static final String GRPC_ALL = "grpc";

    private static final String METADATA = "spillway";

    private final Supplier<MeshState> state;
    private final Runnable demandChanged;
    private final Set<SidecarNode> sidecars = new ConcurrentSkipListSet<>();
    private final Set<String> grpcServices = new ConcurrentSkipListSet<>();

    Nodes(Supplier<MeshState> state, Runnable demandChanged) {
        this.state = state;
        this.demandChanged = demandChanged;
    }

    Set<SidecarNode> sidecars() {
        return sidecars;
    }

    /** Services whose gRPC clients asked for the egress of the service. */
    Set<String> grpcServices() {
        return grpcServices;
    }

    /** Forgets what nobody has asked for lately: instances come and go, and would add up. */
    void forgetAllBut(Set<String> groups) {
        sidecars.removeIf(sidecar -> !groups.contains(sidecar.group()));
        grpcServices.removeIf(service -> !groups.contains(grpcGroup(service)));
    }

    static String grpcGroup(String service) {
        return GRPC_ALL + ":" + service;
    }

    @Override
    public NodeIdentity classify(Node node) throws UnknownNodeException {
        Struct metadata = node.getMetadata()
                .getFieldsOrDefault(METADATA, Value.getDefaultInstance())
                .getStructValue();
        String service = text(metadata, "service");
        String zone = node.getLocality().getZone();
        if (node.getUserAgentName().startsWith("gRPC")) {
            return grpcClient(node, service, zone);
        }
        if (service.isEmpty() || node.getId().isEmpty()) {
            throw new UnknownNodeException(
                    "node \"" + node.getId() + "\" has no service (expected: an id, and metadata " + METADATA
                            + ".service with the name of a contract)");
        }
        requireContract(service);
        String address = text(metadata, "address");
        if (address.isEmpty()) {
            address = state.get()
                    .endpoints()
                    .instance(node.getId())
                    .orElseThrow(
                            () -> new UnknownNodeException("instance " + node.getId() + " has no address (expected: "
                                    + "an entry in the endpoints, or metadata " + METADATA + ".address)"))
                    .address();
        }
        SidecarNode sidecar = new SidecarNode(service, address);
        if (sidecars.add(sidecar) && !isCompiledFor(sidecar)) {
            demandChanged.run();
        }
        return new NodeIdentity(node.getId(), sidecar.group(), zone, ClientKind.PROXY);
    }

    /** What the registry names is compiled for before it connects. */
    private boolean isCompiledFor(SidecarNode sidecar) {
        return state.get().endpoints().of(sidecar.service()).stream()
                .anyMatch(endpoint -> endpoint.address().equals(sidecar.address()));
    }

    private NodeIdentity grpcClient(Node node, String service, String zone) throws UnknownNodeException {
        String instance = node.getId().isEmpty() ? "grpc-client" : node.getId();
        if (service.isEmpty()) {
            return new NodeIdentity(instance, GRPC_ALL, zone, ClientKind.GRPC);
        }
        requireContract(service);
        if (grpcServices.add(service)) {
            demandChanged.run();
        }
        return new NodeIdentity(instance, grpcGroup(service), zone, ClientKind.GRPC);
    }

    private void requireContract(String service) throws UnknownNodeException {
        Set<String> known = state.get().contracts().services().keySet();
        if (!known.contains(service)) {
            throw new UnknownNodeException("service \"" + service + "\" has no contract (expected: "
                    + Nearest.suggestion(service, known) + ")");
        }
    }

    private static String text(Struct metadata, String key) {
        return metadata.getFieldsOrDefault(key, Value.getDefaultInstance()).getStringValue();
    }
}
