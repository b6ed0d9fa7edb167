package io.spillway.marketplace;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where each instance listens and where it sends its calls. */
public sealed interface MarketplaceAddresses {
    int APPLICATION_PORT = 8080;
    int INGRESS_PORT = 15006;
    int EGRESS_PORT = 15001;

    /** Addresses of the default block and ports; every call goes to the caller's own sidecar. */
    static MarketplaceAddresses behindSidecars() {
        return behindSidecars(AddressBlock.DEFAULT);
    }

    static MarketplaceAddresses behindSidecars(AddressBlock block) {
        return new BehindSidecars(block, APPLICATION_PORT, EGRESS_PORT);
    }

    /** Free ports of 127.0.0.1 and no sidecars: a caller connects to the callee. For tests. */
    static MarketplaceAddresses direct() {
        return new Direct();
    }

    /** Where the application of an instance listens; port 0 is any free one. */
    InetSocketAddress application(MarketplaceInstance instance);

    /** Where an instance sends all its calls; empty when it connects to its callees itself. */
    Optional<InetSocketAddress> egress(MarketplaceInstance caller);

    /** Every instance on the address that its block gives it. */
    record BehindSidecars(AddressBlock block, int applicationPort, int egressPort) implements MarketplaceAddresses {
        public BehindSidecars {
            requirePort("applicationPort", applicationPort);
            requirePort("egressPort", egressPort);
        }

        @Override
        public InetSocketAddress application(MarketplaceInstance instance) {
            return new InetSocketAddress(block.address(instance), applicationPort);
        }

        @Override
        public Optional<InetSocketAddress> egress(MarketplaceInstance caller) {
            return Optional.of(new InetSocketAddress(block.address(caller), egressPort));
        }

        private static void requirePort(String name, int port) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(name + ": " + port + " (expected: 1 to 65535)");
            }
        }
    }

    /** See {@link #direct()}. */
    record Direct() implements MarketplaceAddresses {
        @Override
        public InetSocketAddress application(MarketplaceInstance instance) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }

        @Override
        public Optional<InetSocketAddress> egress(MarketplaceInstance caller) {
            return Optional.empty();
        }
    }
}
