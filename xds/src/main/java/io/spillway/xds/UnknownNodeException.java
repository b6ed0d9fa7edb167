package io.spillway.xds;

/** A node that the control plane gives no configuration to; the message tells the client why. */
public final class UnknownNodeException extends Exception {
    public UnknownNodeException(String message) {
        super(message);
    }
}
