package io.spillway.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import picocli.CommandLine;

/** Reads {@code 127.0.0.1:15010} and {@code [::1]:15010} on the command line. */
final class AddressConverter implements CommandLine.ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
            return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CommandLine.TypeConversionException(
                    "'" + text + "' is not IP:PORT (expected: such as 127.0.0.1:15010)");
        }
    }
}
