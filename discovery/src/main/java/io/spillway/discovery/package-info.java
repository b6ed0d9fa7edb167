/**
 * Where instances are. A registry (a file for now) is read into one immutable {@link
 * io.spillway.discovery.EndpointTable}, which the control plane compiles into Envoy's endpoints. It does not know
 * Envoy, and does not watch anything: whoever owns the file says when to read it again.
 */
@NullMarked
package io.spillway.discovery;

import org.jspecify.annotations.NullMarked;
