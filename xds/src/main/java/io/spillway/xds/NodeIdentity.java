package io.spillway.xds;

/**
 * Who a client is, as the {@link NodeClassifier} read it from the xDS node.
 *
 * @param instance the name of the one running copy; refusals are remembered under it
 * @param group the key of the {@link ResourceSet} it is given, such as its service
 * @param zone where it runs; shown in the ledger, may be empty
 * @param kind what kind of program it is
 */
public record NodeIdentity(String instance, String group, String zone, ClientKind kind) {
    public NodeIdentity {
        if (instance.isEmpty()) {
            throw new IllegalArgumentException("instance: \"\" (expected: not empty)");
        }
        if (group.isEmpty()) {
            throw new IllegalArgumentException("group: \"\" (expected: not empty)");
        }
    }
}
