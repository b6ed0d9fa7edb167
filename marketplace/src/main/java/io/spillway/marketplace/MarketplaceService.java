package io.spillway.marketplace;

import java.util.List;
import java.util.stream.IntStream;

/** The services of the marketplace. A new one is added here and in {@code contracts/}. */
public enum MarketplaceService {
    CONSUMER_FRONT("consumer-front", 1, 1),
    ORDERS("orders", 2, 1),
    MENU("menu", 3, 1),
    PAYMENTS("payments", 4, 2),
    LEDGER("ledger", 5, 1),
    NOTIFICATIONS("notifications", 6, 1);

    private final String contractName;
    private final int number;
    private final int instanceCount;

    MarketplaceService(String contractName, int number, int instanceCount) {
        this.contractName = contractName;
        this.number = number;
        this.instanceCount = instanceCount;
    }

    /** Its name in contracts, and the authority under which it is called. */
    public String contractName() {
        return contractName;
    }

    /** The S of its addresses 127.B.S.I. */
    public int number() {
        return number;
    }

    /** Everything but the front, which speaks HTTP/1 with JSON. */
    public boolean speaksGrpc() {
        return this != CONSUMER_FRONT;
    }

    public List<MarketplaceInstance> instances() {
        return IntStream.rangeClosed(1, instanceCount)
                .mapToObj(i -> new MarketplaceInstance(this, i))
                .toList();
    }
}
