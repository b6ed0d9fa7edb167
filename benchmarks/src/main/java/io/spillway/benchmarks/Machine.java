package io.spillway.benchmarks;

import java.lang.management.ManagementFactory;

/**
 * What a run was measured on.
 *
 * @param cores that this JVM may use
 * @param memoryBytes of the whole machine; 0 when the JVM cannot tell
 */
public record Machine(int cores, long memoryBytes, String jdk, String envoy) {
    static Machine here(String envoyVersion) {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getTotalMemorySize()
                        : 0;
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                memory,
                Runtime.version().toString(),
                envoyVersion);
    }
}
