package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
    @Test
    void aFlagIsExplainedByItsShortAndItsLongName() {
        Run run = Run.of("explain", "UF");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("UF  UpstreamConnectionFailure\nPoints to: ")
                .contains("Look at:");
        assertThat(Run.of("explain", "upstreamConnectionFailure")).isEqualTo(run);
    }

    @Test
    void severalFlagsAreExplainedAsTheAccessLogHasThem() {
        assertThat(Run.of("explain", "UF,URX").out())
                .startsWith("UF  ")
                .contains("\nURX  UpstreamRetryLimitExceeded\n");
        assertThat(Run.of("explain", "UF", "URX")).isEqualTo(Run.of("explain", "UF,URX"));
    }

    @Test
    void aDetailIsExplained() {
        Run run = Run.of("explain", "via_upstream");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("via_upstream\nPoints to: ");
    }

    @Test
    void explanationsAreJson() throws IOException {
        JsonNode one =
                new ObjectMapper().readTree(Run.of("explain", "UF", "--json").out());
        JsonNode two =
                new ObjectMapper().readTree(Run.of("explain", "UF,UH", "--json").out());

        assertThat(one.get("longName").asText()).isEqualTo("UpstreamConnectionFailure");
        assertThat(two).hasSize(2);
    }

    @Test
    void anUnknownFlagIsAnsweredWithTheNearest() {
        Run run = Run.of("explain", "UpstreamConectionFailure");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("no response flag \"UpstreamConectionFailure\" (expected: did you mean"
                        + " UpstreamConnectionFailure?; all are in docs/response-flags.md)");
    }

    @Test
    void theSignForNoFlagIsNoFlag() {
        assertThat(Run.of("explain", "-").err()).contains("Envoy had nothing to remark");
    }
}
