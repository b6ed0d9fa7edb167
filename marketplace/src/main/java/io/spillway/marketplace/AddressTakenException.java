package io.spillway.marketplace;

import java.net.InetSocketAddress;

/** An instance cannot listen where it should, most often since another process does. */
public final class AddressTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final InetSocketAddress address;

    AddressTakenException(MarketplaceInstance instance, InetSocketAddress address, Throwable cause) {
        super(
                instance.name() + " cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort()
                        + ": " + cause.getMessage(),
                cause);
        this.address = address;
    }

    public InetSocketAddress address() {
        return address;
    }
}
