package io.spillway.xds;

import java.time.Duration;

/**
 * An instance has answered all of a published state, as far as it can be given it.
 *
 * @param publication the number that {@link XdsServer#publish} returned
 * @param refused how many wanted resources the instance refused
 * @param took from the call of publish to the last answer
 */
public record Settlement(long publication, NodeIdentity identity, int refused, Duration took) {}
