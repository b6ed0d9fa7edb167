/**
 * The standard gRPC client, on Armeria. {@link io.spillway.grpcclient.SpillwayClients} reads from the descriptor of a
 * service how it wants to be called and builds a stub that does so: deadline, attempts, breaker, choice of endpoint,
 * context, fallback. It knows no control plane: with a mesh it calls through the sidecar, without one by itself, and the
 * code that uses it is the same.
 */
@NullMarked
package io.spillway.grpcclient;

import org.jspecify.annotations.NullMarked;
