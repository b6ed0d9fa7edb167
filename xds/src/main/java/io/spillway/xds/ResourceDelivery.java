package io.spillway.xds;

import java.time.Instant;

/**
 * Where one resource stands on its way to one instance.
 *
 * @param wantedVersion the version the instance should have; empty when it should have none
 * @param sentVersion the version last sent on this stream; empty when none was
 * @param acknowledgedVersion the version the instance is known to have; empty when none is
 * @param refusal the client's message about the wanted version; empty when it was not refused
 * @param waitsFor what must happen before it is sent; empty when it waits for nothing
 * @param origin what produced the wanted resource; empty when none is wanted
 * @param since when it came into this state at this wanted version
 */
public record ResourceDelivery(
        ResourceType type,
        String name,
        String wantedVersion,
        String sentVersion,
        String acknowledgedVersion,
        DeliveryState state,
        String refusal,
        String waitsFor,
        String origin,
        Instant since) {}
