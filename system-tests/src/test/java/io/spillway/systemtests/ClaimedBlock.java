package io.spillway.systemtests;

import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceInstance;
import io.spillway.marketplace.MarketplaceService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback addresses 127.B.x.x that nobody else uses while this is open: a port on an address that no instance has is
 * held, so test classes, and builds, run side by side.
 */
record ClaimedBlock(AddressBlock block, ServerSocket claim) implements AutoCloseable {
    private static final int CLAIM_PORT = 15_999;
    /** Block 1 belongs to a demo, 201 and above to tests of the marketplace. */
    private static final int FIRST = 2;

    private static final int COUNT = 199;

    static ClaimedBlock any() {
        IllegalStateException taken = new IllegalStateException("all blocks of loopback addresses are in use");
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int number = FIRST + (start + i) % COUNT;
            try {
                ServerSocket claim =
                        new ServerSocket(CLAIM_PORT, 1, InetAddress.ofLiteral("127." + number + ".255.254"));
                return new ClaimedBlock(new AddressBlock(number), claim);
            } catch (IOException e) {
                taken.addSuppressed(e);
            }
        }
        throw taken;
    }

    static MarketplaceInstance first(MarketplaceService service) {
        return service.instances().getFirst();
    }

    String address(MarketplaceService service) {
        return block.address(first(service));
    }

    /** A port on the address of the first instance of a service. */
    InetSocketAddress at(MarketplaceService service, int port) {
        return new InetSocketAddress(address(service), port);
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
