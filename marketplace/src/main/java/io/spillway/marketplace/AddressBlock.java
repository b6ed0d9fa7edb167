package io.spillway.marketplace;

/**
 * Loopback addresses 127.B.S.I, one for each instance I of service S. Two marketplaces in different blocks run side by
 * side with the same ports.
 *
 * @param number the B, 1 to 254
 */
public record AddressBlock(int number) {
    /** The block that {@code contracts/endpoints.yaml} is written for. */
    public static final AddressBlock DEFAULT = new AddressBlock(1);

    public AddressBlock {
        if (number < 1 || number > 254) {
            throw new IllegalArgumentException("number: " + number + " (expected: 1 to 254)");
        }
    }

    /** For example {@code 127.1.4.2}. */
    public String address(MarketplaceInstance instance) {
        return prefix() + instance.service().number() + "." + instance.number();
    }

    String prefix() {
        return "127." + number + ".";
    }
}
