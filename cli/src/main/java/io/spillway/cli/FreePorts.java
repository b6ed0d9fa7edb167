package io.spillway.cli;

import io.spillway.envoyconfig.SidecarPorts;
import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceAddresses;
import io.spillway.marketplace.MarketplaceService;
import io.spillway.sidecar.PortHolder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at ports before anything is started: one that is taken is named with its holder, instead of as the failed bind
 * of whatever met it first. An Envoy whose listener finds its port taken would even go on without that listener.
 */
final class FreePorts {
    private FreePorts() {}

    /** @throws CommandFailure when one is taken, with all of those */
    static void require(Stream<InetSocketAddress> addresses) {
        List<String> clashes =
                addresses.map(PortHolder::clash).flatMap(Optional::stream).toList();
        if (!clashes.isEmpty()) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, String.join("\n", clashes));
        }
    }

    /** Everything that the marketplace behind sidecars listens on. */
    static Stream<InetSocketAddress> ofMarketplace(AddressBlock block) {
        return Stream.of(MarketplaceService.values())
                .flatMap(service -> service.instances().stream())
                .map(block::address)
                .flatMap(address -> Stream.of(
                                MarketplaceAddresses.APPLICATION_PORT,
                                SidecarPorts.INGRESS,
                                SidecarPorts.EGRESS,
                                SidecarPorts.ADMIN)
                        .map(port -> new InetSocketAddress(address, port)));
    }
}
