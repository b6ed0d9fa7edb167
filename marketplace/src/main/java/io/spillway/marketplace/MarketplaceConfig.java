package io.spillway.marketplace;

import io.spillway.grpcserver.GuardMode;
import java.util.EnumMap;
import java.util.Map;

/**
 * How to run the marketplace. Immutable; {@code with...} methods return a changed copy.
 *
 * @param seed decides all latencies and failures
 * @param errorRates part of the requests that a service fails, 0 to 1; a service that is not named fails none
 * @param guard what the guards of all instances do
 */
public record MarketplaceConfig(
        long seed, MarketplaceAddresses addresses, Map<MarketplaceService, Double> errorRates, GuardMode guard) {

    public MarketplaceConfig {
        errorRates = Map.copyOf(errorRates);
        errorRates.forEach((service, rate) -> {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException(
                        "errorRates." + service.contractName() + ": " + rate + " (expected: 0 to 1)");
            }
        });
    }

    /**
     * No failures, and guards that count what they would refuse: a machine that is busy with other things would have
     * them refuse in the middle of what somebody wants to see or measure.
     */
    public static MarketplaceConfig of(long seed, MarketplaceAddresses addresses) {
        return new MarketplaceConfig(seed, addresses, Map.of(), GuardMode.DRY_RUN);
    }

    public MarketplaceConfig withErrorRate(MarketplaceService service, double rate) {
        Map<MarketplaceService, Double> rates = new EnumMap<>(MarketplaceService.class);
        rates.putAll(errorRates);
        rates.put(service, rate);
        return new MarketplaceConfig(seed, addresses, rates, guard);
    }

    public MarketplaceConfig withGuard(GuardMode mode) {
        return new MarketplaceConfig(seed, addresses, errorRates, mode);
    }

    double errorRate(MarketplaceService service) {
        return errorRates.getOrDefault(service, 0.0);
    }
}
