package io.spillway.xds;

/** The variant of the xDS protocol that a stream speaks. */
enum Dialect {
    /** A response carries what changed. */
    DELTA,
    /** A response carries all listeners or all clusters, or the endpoints and routes that changed. */
    STATE_OF_THE_WORLD;

    /** Well under the 4 MiB that gRPC accepts by default, with room for one large resource. */
    private static final int DELTA_BATCH_BYTES = 1 << 20;

    /** Whether a client takes a resource that a response leaves out for removed. */
    boolean omissionRemoves(ResourceType type) {
        return this == STATE_OF_THE_WORLD && (type == ResourceType.CLUSTER || type == ResourceType.LISTENER);
    }

    int batchBytes(ResourceType type) {
        return omissionRemoves(type) ? Integer.MAX_VALUE : DELTA_BATCH_BYTES;
    }
}
