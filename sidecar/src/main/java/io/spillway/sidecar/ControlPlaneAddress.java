package io.spillway.sidecar;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the control plane serves ADS.
 *
 * @param host an IP address or a DNS name
 * @param port 1 to 65535
 * @param tls how to secure the connection; null, plain text, is allowed only to loopback
 */
public record ControlPlaneAddress(
        String host, int port, @Nullable TlsFiles tls) {
    public ControlPlaneAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("control plane host: empty (expected: an IP address or a DNS name)");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("control plane port: " + port + " (expected: 1 to 65535)");
        }
        if (tls == null && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "control plane %s:%d without TLS (expected: TLS, or a loopback address)".formatted(host, port));
        }
    }

    /** A control plane on this machine, in plain text. */
    public static ControlPlaneAddress plain(String host, int port) {
        return new ControlPlaneAddress(host, port, null);
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPv6]:PORT}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ControlPlaneAddress parse(String text, @Nullable TlsFiles tls) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            if (!host.isEmpty()) {
                return new ControlPlaneAddress(host, Integer.parseInt(text.substring(colon + 1)), tls);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("control plane: " + text + " (expected: HOST:PORT)", e);
        }
        throw new IllegalArgumentException("control plane: " + text + " (expected: HOST:PORT)");
    }

    /** Whether the host is an IP address rather than a name to resolve. */
    boolean isAddress() {
        return isLiteral(host);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || (isLiteral(host) && literal(host).isLoopbackAddress());
    }

    private static boolean isLiteral(String host) {
        try {
            return literal(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static InetAddress literal(String host) {
        return InetAddress.ofLiteral(host);
    }
}
