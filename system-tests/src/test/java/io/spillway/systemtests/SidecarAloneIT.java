package io.spillway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cli.ExitCode;
import io.spillway.marketplace.MarketplaceService;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spillway sidecar} with nobody to configure it. */
class SidecarAloneIT {
    @Test
    void aSidecarWithoutControlPlaneGivesUpAndSaysWhy(@TempDir Path work) {
        try (ClaimedBlock block = ClaimedBlock.any();
                SpillwayProcess sidecar = SpillwayProcess.start(
                        work.resolve("output"),
                        "sidecar",
                        "--service=payments",
                        "--instance=payments-1",
                        "--address=" + block.address(MarketplaceService.PAYMENTS),
                        // Nobody listens there.
                        "--control-plane=" + block.address(MarketplaceService.LEDGER) + ":18000",
                        "--ready-timeout=2s",
                        "--work-dir=" + work.resolve("sidecar"))) {

            int exitCode = sidecar.exitCodeWithin(Duration.ofSeconds(30));

            assertThat(sidecar.err())
                    .contains("sidecar payments-1 is not ready after 2.0 s")
                    .contains(block.address(MarketplaceService.LEDGER) + ":18000")
                    .doesNotContain("\tat ");
            assertThat(exitCode).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(SpillwayProcess.envoysIn(work)).isEmpty();
        }
    }
}
