package io.spillway.marketplace;

/**
 * One running copy of a service.
 *
 * @param number from 1
 */
public record MarketplaceInstance(MarketplaceService service, int number) {
    public MarketplaceInstance {
        if (number < 1 || number > 254) {
            throw new IllegalArgumentException("number: " + number + " (expected: 1 to 254)");
        }
    }

    /** For example {@code payments-2}. */
    public String name() {
        return service.contractName() + "-" + number;
    }

    @Override
    public String toString() {
        return name();
    }
}
