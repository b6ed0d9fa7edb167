package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cli.ExitCode;
import io.spillway.marketplace.MarketplaceService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spillway demo} as a user runs it: started, interrupted, killed, and where a port is taken. */
class DemoIT {
    private static final int SIDECARS = 7;

    private final ClaimedBlock block = ClaimedBlock.any();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void free() {
        block.close();
    }

    private Path work() {
        return folder.resolve("work");
    }

    private SpillwayProcess demo(String... more) {
        String[] arguments = new String[more.length + 5];
        arguments[0] = "demo";
        arguments[1] = "--address-block=" + block.block().number();
        arguments[2] = "--admin-port=0";
        arguments[3] = "--work-dir=" + work();
        arguments[4] = "--rate=30";
        System.arraycopy(more, 0, arguments, 5, more.length);
        return SpillwayProcess.start(folder.resolve("output"), arguments);
    }

    private static void awaitLoad(SpillwayProcess demo) {
        TestMesh.patiently().until(() -> {
            assertThat(demo.isAlive()).as("%s", demo.err()).isTrue();
            return demo.out().contains("requests/s");
        });
    }

    @Test
    void aDemoOfSomeSecondsFailsNoRequestAndReportsInJson() {
        try (SpillwayProcess demo = demo("--xds-port=0", "--duration=5s", "--json")) {
            int exitCode = demo.exitCodeWithin(Duration.ofMinutes(2));

            assertThat(exitCode).as("%s", demo.out() + demo.err()).isEqualTo(ExitCode.OK.code());
            JsonNode report = TestMesh.json(demo.out());
            assertThat(report.get("failed").asLong()).isZero();
            assertThat(report.get("succeeded").asLong()).isGreaterThan(75);
            assertThat(SpillwayProcess.envoysIn(work())).isEmpty();
        }
    }

    @Test
    void controlCEndsEverythingWithinFiveSeconds() {
        try (SpillwayProcess demo = demo("--xds-port=0")) {
            awaitLoad(demo);
            assertThat(SpillwayProcess.envoysIn(work())).hasSize(SIDECARS);

            demo.interrupt();
            int exitCode = demo.exitCodeWithin(Duration.ofSeconds(5));

            assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED.code());
            assertThat(SpillwayProcess.envoysIn(work())).isEmpty();
            assertThat(demo.err()).doesNotContain("Exception");
        }
    }

    @Test
    void noEnvoySurvivesADemoThatIsKilled() {
        try (SpillwayProcess demo = demo("--xds-port=0")) {
            awaitLoad(demo);

            demo.kill();

            TestMesh.patiently()
                    .untilAsserted(
                            () -> assertThat(SpillwayProcess.envoysIn(work())).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "an application, 8080",
        "the admin interface of an Envoy, 15000",
        "the egress listener of an Envoy, 15001",
        "the ingress listener of an Envoy, 15006",
        "the control plane, 18000"
    })
    void aPortThatIsTakenIsNamedWithItsHolder(String what, int port) throws IOException {
        InetSocketAddress address = port == 18_000
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                : block.at(MarketplaceService.PAYMENTS, port);
        try (ServerSocket holder = new ServerSocket(address.getPort(), 1, address.getAddress());
                SpillwayProcess demo = demo("--xds-port=" + (port == 18_000 ? holder.getLocalPort() : 0))) {

            int exitCode = demo.exitCodeWithin(Duration.ofSeconds(60));

            assertThat(exitCode).as(demo.err()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(demo.err())
                    .as(what)
                    .contains(address.getAddress().getHostAddress() + ":" + holder.getLocalPort()
                            + " is taken by process " + ProcessHandle.current().pid())
                    .doesNotContain("\tat ");
            assertThat(SpillwayProcess.envoysIn(work())).isEmpty();
        }
    }
}
