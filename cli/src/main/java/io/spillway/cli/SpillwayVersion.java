package io.spillway.cli;

import io.spillway.sidecar.EnvoyBinary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine;

/** The versions that matter in a report of a fault: Spillway's, the JDK's and Envoy's. */
final class SpillwayVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "Spillway " + number(),
            "JDK %s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")),
            "Envoy %s (pinned)".formatted(EnvoyBinary.PINNED_VERSION)
        };
    }

    static String number() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = SpillwayVersion.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(in, "version.properties is not in the jar"));
        }
        return properties.getProperty("version");
    }
}
