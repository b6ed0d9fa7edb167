/**
 * What the platform promises, tried from outside: real Envoys, real sockets, real processes.
 *
 * <p>A test takes a block of loopback addresses ({@link io.spillway.systemtests.ClaimedBlock}), starts a mesh on it
 * ({@link io.spillway.systemtests.TestMesh}) and edits the contracts that its control plane watches. Nothing is mocked
 * and no module's inside is looked at, but for what it publishes itself; what one module can prove alone is tested
 * there.
 */
@NullMarked
package io.spillway.systemtests;

import org.jspecify.annotations.NullMarked;
