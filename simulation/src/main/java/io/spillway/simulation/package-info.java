/**
 * Discrete events in virtual time: a {@link io.spillway.simulation.Topology} of clients, services and faults, run on
 * one thread from a seed. Clients send calls at random times, replicas admit, queue and work on them and call others,
 * and a {@link io.spillway.simulation.Report} counts what came back in time. It opens no socket and reads no clock: the
 * code of {@code overload} is driven by it with the same arguments as in production.
 */
@NullMarked
package io.spillway.simulation;

import org.jspecify.annotations.NullMarked;
