package io.spillway.sidecar;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files in PEM form for the connection to the control plane.
 *
 * @param ca authorities that may have signed the control plane's certificate
 * @param identity the sidecar's own certificate and key for mutual TLS, or null for server TLS alone
 */
public record TlsFiles(Path ca, @Nullable Identity identity) {
    /**
     * Mutual TLS.
     *
     * @param certificate certificate chain, leaf first
     * @param key its private key
     */
    public record Identity(Path certificate, Path key) {}

    /**
     * From what a command line gives.
     *
     * @throws IllegalArgumentException when only one of certificate and key is there
     */
    public static TlsFiles of(Path ca, Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("TLS certificate: %s, TLS key: %s (expected: both or neither)"
                    .formatted(
                            certificate.map(Path::toString).orElse("none"),
                            key.map(Path::toString).orElse("none")));
        }
        return new TlsFiles(ca, certificate.isPresent() ? new Identity(certificate.get(), key.orElseThrow()) : null);
    }
}
