package io.spillway.controlplane;

/**
 * What decides the configuration of one sidecar: the service it stands beside and the address of its instance.
 *
 * @param address IP address on which the sidecar listens and the application is found
 */
public record SidecarNode(String service, String address) implements Comparable<SidecarNode> {
    /** The name under which the resources of such sidecars are published. */
    String group() {
        return service + "@" + address;
    }

    @Override
    public int compareTo(SidecarNode other) {
        int byService = service.compareTo(other.service);
        return byService == 0 ? address.compareTo(other.address) : byService;
    }
}
