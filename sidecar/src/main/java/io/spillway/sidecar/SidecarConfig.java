package io.spillway.sidecar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything that one sidecar is told at its start; all else comes from the control plane. Immutable; always valid.
 *
 * @param service name of the service beside which it runs
 * @param instance name of this running copy, unique in the mesh; Envoy's node id
 * @param zone where it runs; empty when the mesh has no zones
 * @param address loopback address or other address of this instance, on which the admin interface listens
 * @param adminPort port of Envoy's admin interface; 0 lets the system choose one
 * @param controlPlane where the configuration comes from
 * @param concurrency Envoy worker threads, 1 or more
 * @param memoryBytes heap at which Envoy sheds load, at least 16 MiB
 * @param maxConnections downstream connections that the sidecar accepts, 1 or more
 * @param readyTimeout how long {@link Sidecar#awaitReady()} waits
 * @param drainTimeout how long requests in flight may take to finish when the sidecar stops; zero for not at all
 * @param workDirectory for the bootstrap and the logs; owned by this sidecar alone
 * @param logLevel Envoy's: trace, debug, info, warning, error, critical or off
 */
public record SidecarConfig(
        String service,
        String instance,
        String zone,
        InetAddress address,
        int adminPort,
        ControlPlaneAddress controlPlane,
        int concurrency,
        long memoryBytes,
        int maxConnections,
        Duration readyTimeout,
        Duration drainTimeout,
        Path workDirectory,
        String logLevel) {
    private static final Set<String> LOG_LEVELS =
            Set.of("trace", "debug", "info", "warning", "error", "critical", "off");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?");
    private static final long LEAST_MEMORY = 16L << 20;

    public SidecarConfig {
        requireName("service", service);
        requireName("instance", instance);
        if (!zone.isEmpty()) {
            requireName("zone", zone);
        }
        if (adminPort < 0 || adminPort > 65535) {
            throw new IllegalArgumentException("adminPort: " + adminPort + " (expected: 0 to 65535)");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: > 0)");
        }
        if (memoryBytes < LEAST_MEMORY) {
            throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected: >= " + LEAST_MEMORY + ")");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections: " + maxConnections + " (expected: > 0)");
        }
        if (readyTimeout.isNegative() || readyTimeout.isZero()) {
            throw new IllegalArgumentException("readyTimeout: " + readyTimeout + " (expected: > 0)");
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException("drainTimeout: " + drainTimeout + " (expected: >= 0)");
        }
        logLevel = logLevel.toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(logLevel)) {
            throw new IllegalArgumentException("logLevel: " + logLevel + " (expected: one of "
                    + LOG_LEVELS.stream().sorted().toList() + ")");
        }
        workDirectory = workDirectory.toAbsolutePath().normalize();
    }

    /** Starts from what has no default. */
    public static Builder builder(
            String service,
            String instance,
            InetAddress address,
            ControlPlaneAddress controlPlane,
            Path workDirectory) {
        return new Builder(service, instance, address, controlPlane, workDirectory);
    }

    /**
     * Where the logs of a sidecar go when the user names no folder: the user's state folder, so that they outlive the
     * process and are found by name.
     */
    public static Path defaultWorkDirectory(String service, String instance) {
        requireName("service", service);
        requireName("instance", instance);
        Path state = Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
        return state.resolve("spillway").resolve("sidecars").resolve(service).resolve(instance);
    }

    InetSocketAddress adminAddress() {
        return new InetSocketAddress(address, adminPort);
    }

    private static void requireName(String key, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: letters, digits, '-', '.' and '_')".formatted(key, value));
        }
    }

    /** Collects the settings that have defaults. Not thread-safe. */
    public static final class Builder {
        private final String service;
        private final String instance;
        private final InetAddress address;
        private final ControlPlaneAddress controlPlane;
        private final Path workDirectory;
        private String zone = "";
        private int adminPort = 15000;
        private int concurrency = 1;
        private long memoryBytes = 256L << 20;
        private int maxConnections = 10_000;
        private Duration readyTimeout = Duration.ofSeconds(30);
        private Duration drainTimeout = Duration.ofSeconds(10);
        private String logLevel = "info";

        private Builder(
                String service,
                String instance,
                InetAddress address,
                ControlPlaneAddress controlPlane,
                Path workDirectory) {
            this.service = service;
            this.instance = instance;
            this.address = address;
            this.controlPlane = controlPlane;
            this.workDirectory = workDirectory;
        }

        /** Default: none. */
        public Builder zone(String value) {
            zone = value;
            return this;
        }

        /** Default: 15000; 0 lets the system choose. */
        public Builder adminPort(int value) {
            adminPort = value;
            return this;
        }

        /** Worker threads; default: 1. */
        public Builder concurrency(int value) {
            concurrency = value;
            return this;
        }

        /** Heap in bytes; default: 256 MiB. */
        public Builder memoryBytes(long value) {
            memoryBytes = value;
            return this;
        }

        /** Downstream connections; default: 10,000. */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /** Default: 30 s. */
        public Builder readyTimeout(Duration value) {
            readyTimeout = value;
            return this;
        }

        /** Default: 10 s. */
        public Builder drainTimeout(Duration value) {
            drainTimeout = value;
            return this;
        }

        /** Default: info. */
        public Builder logLevel(String value) {
            logLevel = value;
            return this;
        }

        public SidecarConfig build() {
            return new SidecarConfig(
                    service,
                    instance,
                    zone,
                    address,
                    adminPort,
                    controlPlane,
                    concurrency,
                    memoryBytes,
                    maxConnections,
                    readyTimeout,
                    drainTimeout,
                    workDirectory,
                    logLevel);
        }
    }
}
