package io.spillway.marketplace;

/** An arrow of the call graph. */
public record CallEdge(MarketplaceService caller, MarketplaceService callee) {}
