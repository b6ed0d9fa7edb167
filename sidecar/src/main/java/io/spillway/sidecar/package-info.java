/**
 * Runs one Envoy beside one instance of a service. {@link io.spillway.sidecar.EnvoyBinary} finds or installs the
 * program, {@link io.spillway.sidecar.SidecarBootstrap} turns a {@link io.spillway.sidecar.SidecarConfig} into the
 * bootstrap that points Envoy at the control plane, and {@link io.spillway.sidecar.Sidecar} starts, supervises,
 * restarts and drains the process. It does not know contracts: everything but the bootstrap comes over xDS.
 */
@NullMarked
package io.spillway.sidecar;

import org.jspecify.annotations.NullMarked;
