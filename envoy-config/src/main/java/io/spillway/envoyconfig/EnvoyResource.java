package io.spillway.envoyconfig;

import com.google.protobuf.Message;
import io.spillway.contract.Origin;

/**
 * One Envoy object and why it exists.
 *
 * <p>The origin stays outside the message: a line number inside it would change the resource, and so send it again,
 * whenever somebody adds a comment above.
 *
 * @param name unique within its kind
 */
public record EnvoyResource(Kind kind, String name, Message message, Origin origin) {
    /** In the order in which Envoy can learn of new ones. */
    public enum Kind {
        CLUSTER,
        ENDPOINT,
        LISTENER,
        ROUTE
    }
}
