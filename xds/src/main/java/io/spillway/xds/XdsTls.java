package io.spillway.xds;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the server proves who it is and, with mutual TLS, whose certificates it accepts. PEM files. */
public final class XdsTls {
    private final Path certificateChain;
    private final Path privateKey;
    private final @Nullable Path clientAuthorities;

    private XdsTls(Path certificateChain, Path privateKey, @Nullable Path clientAuthorities) {
        this.certificateChain = readable("certificateChain", certificateChain);
        this.privateKey = readable("privateKey", privateKey);
        this.clientAuthorities = clientAuthorities == null ? null : readable("clientAuthorities", clientAuthorities);
    }

    /** Clients see the server's certificate and show none. */
    public static XdsTls serverOnly(Path certificateChain, Path privateKey) {
        return new XdsTls(certificateChain, privateKey, null);
    }

    /** Clients must show a certificate signed by one of {@code clientAuthorities}. */
    public static XdsTls mutual(Path certificateChain, Path privateKey, Path clientAuthorities) {
        return new XdsTls(certificateChain, privateKey, clientAuthorities);
    }

    /** The authorities of client certificates; empty when clients need none. */
    public Optional<Path> clientAuthorities() {
        return Optional.ofNullable(clientAuthorities);
    }

    SslContext context() {
        try {
            SslContextBuilder builder = GrpcSslContexts.forServer(certificateChain.toFile(), privateKey.toFile());
            if (clientAuthorities != null) {
                builder.trustManager(clientAuthorities.toFile()).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.protocols("TLSv1.3", "TLSv1.2").build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path readable(String name, Path path) {
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(name + ": " + path + " (expected: a readable PEM file)");
        }
        return path;
    }
}
