package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.spillway.xds.TestClients.DeltaClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and mutual TLS with certificates that keytool makes for the run; each is its own authority. */
class XdsTlsTest {
    @TempDir
    private static Path directory = Path.of("");

    private record Identity(Path certificate, Path key) {}

    private static Identity serverIdentity = new Identity(Path.of(""), Path.of(""));
    private static Identity clientIdentity = new Identity(Path.of(""), Path.of(""));
    private static Identity strangerIdentity = new Identity(Path.of(""), Path.of(""));

    @BeforeAll
    static void makeCertificates() throws Exception {
        serverIdentity = identity("server");
        clientIdentity = identity("client");
        strangerIdentity = identity("stranger");
    }

    private static Identity identity(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Certificate certificate = Objects.requireNonNull(keys.getCertificate(name));
        Key key = Objects.requireNonNull(keys.getKey(name, "changeit".toCharArray()));
        return new Identity(
                pem(name + ".crt", "CERTIFICATE", certificate.getEncoded()),
                pem(name + ".key", "PRIVATE KEY", key.getEncoded()));
    }

    private static Path pem(String file, String label, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(file), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private static ManagedChannel channel(XdsServer server, SslContextBuilder tls) throws Exception {
        return NettyChannelBuilder.forAddress(server.address())
                .overrideAuthority("localhost")
                .sslContext(GrpcSslContexts.configure(tls).build())
                .build();
    }

    private static SslContextBuilder trustingServer() {
        return SslContextBuilder.forClient()
                .trustManager(serverIdentity.certificate().toFile());
    }

    private static void expectServed(XdsServer server, ManagedChannel channel) throws Exception {
        try {
            server.publish(Map.of("checkout", Samples.set(Samples.cluster("payments", 1))));
            DeltaClient client = DeltaClient.open(channel);
            client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
            assertThat(client.readAndAcknowledge().getResourcesCount()).isEqualTo(1);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void expectRejected(ManagedChannel channel) throws Exception {
        try {
            DeltaClient client = DeltaClient.open(channel);
            client.subscribe(TestClients.node("checkout-1", "checkout"), ResourceType.CLUSTER);
            assertThat(Status.fromThrowable(client.error()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void withTlsAnyAddressIsAllowedAndClientsVerifyTheServer() throws Exception {
        XdsTls tls = XdsTls.serverOnly(serverIdentity.certificate(), serverIdentity.key());
        try (XdsServer server =
                XdsServer.builder(TestClients.BY_NODE).tls(tls).build().start()) {
            expectServed(server, channel(server, trustingServer()));
            expectRejected(channel(
                    server,
                    SslContextBuilder.forClient()
                            .trustManager(strangerIdentity.certificate().toFile())));
        }
    }

    @Test
    void withMutualTlsOnlyKnownClientsAreServed() throws Exception {
        XdsTls tls = XdsTls.mutual(serverIdentity.certificate(), serverIdentity.key(), clientIdentity.certificate());
        try (XdsServer server =
                XdsServer.builder(TestClients.BY_NODE).tls(tls).build().start()) {
            expectServed(
                    server,
                    channel(
                            server,
                            trustingServer()
                                    .keyManager(
                                            clientIdentity.certificate().toFile(),
                                            clientIdentity.key().toFile())));
            expectRejected(channel(
                    server,
                    trustingServer()
                            .keyManager(
                                    strangerIdentity.certificate().toFile(),
                                    strangerIdentity.key().toFile())));
            expectRejected(channel(server, trustingServer()));
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XdsTls.serverOnly(Path.of("nowhere.crt"), serverIdentity.key()))
                .withMessage("certificateChain: nowhere.crt (expected: a readable PEM file)");
    }
}
