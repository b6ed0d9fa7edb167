package io.spillway.discovery;

import io.spillway.contract.SourceLocation;

/**
 * Where one instance of a service is reached.
 *
 * @param instance unique in the mesh; the node id of the instance's sidecar
 * @param service the service that it is an instance of
 * @param address IP address, also of the instance's application and sidecar
 * @param port where callers connect: the sidecar's ingress, or the application's own port when it has no sidecar
 * @param zone empty when instances have no zones
 * @param location where the registry says so
 */
public record Endpoint(
        String instance, String service, String address, int port, String zone, SourceLocation location) {}
