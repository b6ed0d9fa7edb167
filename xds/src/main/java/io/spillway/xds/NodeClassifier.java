package io.spillway.xds;

import io.envoyproxy.envoy.config.core.v3.Node;

/** Reads from the first message of a stream who the client is. Called on the delivery thread: must not block. */
@FunctionalInterface
public interface NodeClassifier {
    /**
     * Classifies a client.
     *
     * @throws UnknownNodeException when this node is given nothing; its stream is closed with the message
     */
    NodeIdentity classify(Node node) throws UnknownNodeException;
}
