package io.spillway.xds;

import java.time.Instant;
import java.util.List;

/**
 * The state of one client: a stream that is open, or the last one of an instance that went away some minutes ago.
 *
 * @param peer the address the stream comes from
 * @param since when the stream was opened, or when it ended
 * @param userAgent the client's name and build, such as {@code envoy 1.40.0}; empty when it did not say
 * @param duplicateNodeId whether another proxy is connected under the same instance name at the same time
 * @param publication the last publication that it has answered in full; 0 when none
 * @param bytesSent serialised bytes of all responses on this stream
 */
public record InstanceDelivery(
        NodeIdentity identity,
        String peer,
        Connection connection,
        Instant since,
        String userAgent,
        boolean duplicateNodeId,
        long publication,
        long bytesSent,
        List<ResourceDelivery> resources) {
    /** Whether the stream is open. */
    public enum Connection {
        CONNECTED,
        DISCONNECTED
    }

    public String instance() {
        return identity.instance();
    }

    public String group() {
        return identity.group();
    }

    public String zone() {
        return identity.zone();
    }
}
