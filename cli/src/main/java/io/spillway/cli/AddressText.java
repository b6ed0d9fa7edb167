package io.spillway.cli;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** {@code 127.0.0.1:15010}, {@code [::1]:15010}: as {@link AddressConverter} reads it. */
final class AddressText {
    private AddressText() {}

    static String of(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
