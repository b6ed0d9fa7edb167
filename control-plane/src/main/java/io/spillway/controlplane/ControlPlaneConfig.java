package io.spillway.controlplane;

import io.spillway.xds.XdsTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a control plane is started with.
 *
 * @param directory contracts and endpoints
 * @param xds where sidecars and gRPC clients connect; port 0 takes a free one
 * @param admin where the admin API listens, on a loopback address; port 0 takes a free one
 * @param tls for {@code xds}; null is allowed on a loopback address only
 * @param quiet a change is taken when no other followed it for this long
 * @param longest a change is taken after this long at the latest
 */
public record ControlPlaneConfig(
        Path directory,
        InetSocketAddress xds,
        InetSocketAddress admin,
        @Nullable XdsTls tls,
        Duration quiet,
        Duration longest) {
    public ControlPlaneConfig {
        if (!admin.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("admin: " + admin.getHostString()
                    + " (expected: a loopback address; the admin API has no authentication)");
        }
        if (quiet.isNegative() || longest.compareTo(quiet) < 0) {
            throw new IllegalArgumentException(
                    "quiet: " + quiet + ", longest: " + longest + " (expected: 0 <= quiet <= longest)");
        }
    }

    /** A control plane on free loopback ports with the usual debounce: 50 ms of quiet, 500 ms at most. */
    public static ControlPlaneConfig of(Path directory) {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new ControlPlaneConfig(directory, free, free, null, Duration.ofMillis(50), Duration.ofMillis(500));
    }

    public ControlPlaneConfig withPorts(int xdsPort, int adminPort) {
        return new ControlPlaneConfig(
                directory,
                new InetSocketAddress(xds.getAddress(), xdsPort),
                new InetSocketAddress(admin.getAddress(), adminPort),
                tls,
                quiet,
                longest);
    }
}
