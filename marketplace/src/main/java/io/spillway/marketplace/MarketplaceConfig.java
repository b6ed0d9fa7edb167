package io.spillway.marketplace;

import java.util.EnumMap;
import java.util.Map;

/**
 * How to run the marketplace. Immutable; {@code with...} methods return a changed copy.
 *
 * @param seed decides all latencies and failures
 * @param errorRates part of the requests that a service fails, 0 to 1; a service that is not named fails none
 */
public record MarketplaceConfig(long seed, MarketplaceAddresses addresses, Map<MarketplaceService, Double> errorRates) {

    public MarketplaceConfig {
        errorRates = Map.copyOf(errorRates);
        errorRates.forEach((service, rate) -> {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException(
                        "errorRates." + service.contractName() + ": " + rate + " (expected: 0 to 1)");
            }
        });
    }

    /** No failures. */
    public static MarketplaceConfig of(long seed, MarketplaceAddresses addresses) {
        return new MarketplaceConfig(seed, addresses, Map.of());
    }

    public MarketplaceConfig withErrorRate(MarketplaceService service, double rate) {
        Map<MarketplaceService, Double> rates = new EnumMap<>(MarketplaceService.class);
        rates.putAll(errorRates);
        rates.put(service, rate);
        return new MarketplaceConfig(seed, addresses, rates);
    }

    double errorRate(MarketplaceService service) {
        return errorRates.getOrDefault(service, 0.0);
    }
}
