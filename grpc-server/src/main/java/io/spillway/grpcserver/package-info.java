/**
 * The guard in front of a server: {@link io.spillway.grpcserver.ArmeriaGuard} for Armeria (gRPC and plain HTTP) and
 * {@link io.spillway.grpcserver.GrpcGuard} for grpc-java, both in front of one {@link io.spillway.grpcserver.Guard}. A
 * request's headers become its {@link io.spillway.callcontext.CallContext}, admission of module {@code overload} lets it
 * run, makes it wait or refuses it before its body is parsed, and its end gives the permit back. It calls nobody,
 * retries nothing and knows no control plane; what a handler does with the context is the client's business.
 */
@NullMarked
package io.spillway.grpcserver;

import org.jspecify.annotations.NullMarked;
