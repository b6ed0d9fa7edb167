package io.spillway.contract;

/**
 * What one sidecar may use.
 *
 * @param name such as {@code medium}
 * @param concurrency Envoy worker threads, 1 or more
 * @param memoryBytes heap at which Envoy's overload manager acts
 * @param maxConnections downstream connections that the sidecar accepts
 */
public record SidecarSize(String name, int concurrency, long memoryBytes, int maxConnections) {}
