/**
 * Finds out how a system behaves under load that does not wait for it. A {@link io.spillway.incidentlab.LoadConfig}
 * fixes the arrivals, {@link io.spillway.incidentlab.OpenLoopLoad} sends each request at its intended time through the
 * caller's function, and a {@link io.spillway.incidentlab.LoadReport} says what came back, with latency counted from
 * the intended time. It does not know protocols, Envoy or what a request means.
 */
@NullMarked
package io.spillway.incidentlab;

import org.jspecify.annotations.NullMarked;
