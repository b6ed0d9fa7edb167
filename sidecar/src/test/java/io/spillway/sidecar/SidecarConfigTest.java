package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SidecarConfigTest {
    private final SidecarConfig.Builder builder = Envoys.config(Path.of("work"), Envoys.nobody());

    @Test
    void namesTheValueAndWhatWasExpected() {
        assertThatThrownBy(() -> builder.concurrency(0).build()).hasMessage("concurrency: 0 (expected: > 0)");
    }

    @Test
    void aZeroReadyTimeoutIsRefused() {
        assertThatThrownBy(() -> builder.readyTimeout(Duration.ZERO).build())
                .hasMessage("readyTimeout: PT0S (expected: > 0)");
    }

    @Test
    void plainTextIsForLoopbackOnly() {
        assertThat(ControlPlaneAddress.parse("127.0.0.1:18000", null).port()).isEqualTo(18000);
        assertThat(ControlPlaneAddress.parse("localhost:18000", null).host()).isEqualTo("localhost");
        assertThat(ControlPlaneAddress.parse("[::1]:18000", null)).hasToString("[::1]:18000");
        assertThatThrownBy(() -> ControlPlaneAddress.parse("control.example:18000", null))
                .hasMessage("control plane control.example:18000 without TLS (expected: TLS, or a loopback address)");
    }

    @Test
    void anAddressWithoutAPortIsRefused() {
        assertThatThrownBy(() -> ControlPlaneAddress.parse("localhost", null))
                .hasMessage("control plane: localhost (expected: HOST:PORT)");
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThatThrownBy(() -> TlsFiles.of(Path.of("ca"), Optional.of(Path.of("cert")), Optional.empty()))
                .hasMessage("TLS certificate: cert, TLS key: none (expected: both or neither)");
    }
}
