package io.spillway.sidecar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The process that listens on a TCP port, as far as {@code /proc} shows it: always for one's own processes, for those
 * of others only to root.
 *
 * @param pid its process id
 * @param command its program and first arguments
 */
public record PortHolder(long pid, String command) {
    private static final String LISTENING = "0A";
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int LONGEST_COMMAND = 120;

    /** Who listens on an address, or on its port on every address. */
    public static Optional<PortHolder> of(InetSocketAddress address) {
        Set<String> sockets = listeningSockets(address);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(
                            new PortHolder(Long.parseLong(process.getFileName().toString()), command(process)));
                }
            }
        } catch (IOException e) {
            // No /proc: not Linux, or not mounted.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * A line that names the port and, where it can be known, its holder; empty when the address is free. Port 0 is
     * always free.
     */
    public static Optional<String> clash(InetSocketAddress address) {
        if (address.getPort() == 0) {
            return Optional.empty();
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            String place = address.getAddress().getHostAddress() + ":" + address.getPort();
            Optional<PortHolder> holder = of(address);
            if (holder.isPresent()) {
                return Optional.of("%s is taken by process %d (%s)"
                        .formatted(place, holder.get().pid(), holder.get().command()));
            }
            return Optional.of(
                    listeningSockets(address).isEmpty()
                            ? "%s cannot be used: %s".formatted(place, e.getMessage())
                            : "%s is taken by a process of another user".formatted(place));
        }
    }

    /** Inodes of the sockets that listen there; their columns are described in proc_net_tcp of the Linux kernel. */
    private static Set<String> listeningSockets(InetSocketAddress address) {
        Set<String> inodes = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(Path.of(table))) {
                List<String> columns = SPACES.splitAsStream(line.strip()).toList();
                if (columns.size() > 9 && columns.get(3).equals(LISTENING) && isOn(columns.get(1), address)) {
                    inodes.add("socket:[" + columns.get(9) + "]");
                }
            }
        }
        return inodes;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            // A kernel without this address family has no such table.
            return List.of();
        }
    }

    private static boolean isOn(String local, InetSocketAddress address) {
        int colon = local.indexOf(':');
        if (Integer.parseInt(local, colon + 1, local.length(), 16) != address.getPort()) {
            return false;
        }
        byte[] words = HexFormat.of().parseHex(local.substring(0, colon));
        // The kernel prints each 32-bit word in the byte order of the machine.
        byte[] bytes = words.clone();
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < words.length; i++) {
                bytes[i] = words[(i & ~3) + 3 - (i & 3)];
            }
        }
        try {
            // An IPv4 address mapped into IPv6 comes back as IPv4.
            InetAddress listening = InetAddress.getByAddress(bytes);
            return listening.isAnyLocalAddress() || listening.equals(address.getAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that just ended.
            return false;
        }
        return false;
    }

    private static String command(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
            return line.length() > LONGEST_COMMAND ? line.substring(0, LONGEST_COMMAND) + "..." : line;
        } catch (IOException e) {
            return "unknown program";
        }
    }
}
