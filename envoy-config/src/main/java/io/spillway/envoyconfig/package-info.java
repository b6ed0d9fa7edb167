/**
 * Turns contracts and endpoints into Envoy resources. {@link io.spillway.envoyconfig.EnvoyCompiler} takes what one
 * service can see of the mesh ({@link io.spillway.envoyconfig.ServiceView}) and returns its listeners, routes,
 * clusters and endpoints, each with the contract line or default that produced it. It is a pure function: it knows no
 * thread, socket, file or clock, and delivers nothing.
 */
@NullMarked
package io.spillway.envoyconfig;

import org.jspecify.annotations.NullMarked;
