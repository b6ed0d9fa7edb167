/**
 * What a service declares about itself: {@code service.yaml} and the options on its {@code .proto}, together with
 * {@code mesh.yaml} for what belongs to no one service. {@link io.spillway.contract.ContractDirectory} reads a
 * directory of them into one {@link io.spillway.contract.ContractSet}, or says with file, line and column what is
 * wrong with it. It does not know Envoy, the network or any running process.
 */
@NullMarked
package io.spillway.contract;

import org.jspecify.annotations.NullMarked;
