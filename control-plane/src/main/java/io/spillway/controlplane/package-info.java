/**
 * The control plane process. {@link io.spillway.controlplane.ControlPlane} watches a directory of contracts and
 * endpoints, compiles every change that has no error and hands it to {@code xds} for delivery; a change with errors
 * leaves the last good state in place and shows in the status. {@link io.spillway.controlplane.MeshDirectory} is the
 * same reading and compiling without a process, for commands that only look. How a resource travels is the business
 * of {@code xds}, what is in it that of {@code envoy-config}.
 */
@NullMarked
package io.spillway.controlplane;

import org.jspecify.annotations.NullMarked;
