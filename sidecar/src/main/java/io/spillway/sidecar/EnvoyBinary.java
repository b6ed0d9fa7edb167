package io.spillway.sidecar;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An Envoy program of a version that Spillway was tested with.
 *
 * @param path the executable file
 * @param version as Envoy prints it, such as {@code 1.40.0}
 */
public record EnvoyBinary(Path path, String version) {
    /** The version that Spillway installs. */
    public static final String PINNED_VERSION = "1.40.0";

    /** What every accepted version starts with; patch releases of Envoy keep the configuration compatible. */
    static final String ACCEPTED_SERIES = "1.40.";

    /**
     * Finds Envoy: the explicit path, the variable {@code SPILLWAY_ENVOY}, {@code envoy} on the {@code PATH}, the
     * user's cache, and else installs it into that cache. Two processes may do so at once: one installs, the other
     * waits for it. Takes a download of about 35 MB the first time.
     *
     * @param explicit what the user named on the command line, or null
     * @param progress receives one line when something takes long or is passed over
     * @throws SidecarException when an explicit Envoy is unusable or the installation fails; the message says what
     *     to do
     */
    public static EnvoyBinary findOrInstall(@Nullable Path explicit, Consumer<String> progress) {
        Map<String, String> environment = System.getenv();
        return new EnvoySearch(environment, new EnvoyInstaller(environment)).find(explicit, progress);
    }
}
