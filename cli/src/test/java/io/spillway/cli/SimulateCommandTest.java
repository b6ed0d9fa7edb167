package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static final Path EXAMPLE = Repository.root().resolve("simulation/examples/overload-protected.yaml");

    @TempDir
    private Path directory;

    @Test
    void textShowsWhatClientsGotAndServicesDid() {
        Run run = Run.of("simulate", EXAMPLE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("overload-protected, seed 1: 90s of virtual time", "goodput", "users", "api");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameJson() throws IOException {
        Run run = Run.of("simulate", EXAMPLE, "--seed", "7", "--json");

        assertThat(Run.of("simulate", EXAMPLE, "--seed", "7", "--json")).isEqualTo(run);
        assertThat(Run.of("simulate", EXAMPLE, "--seed", "8", "--json")).isNotEqualTo(run);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("seed").asInt()).isEqualTo(7);
        assertThat(json.at("/services/0/timeline/limit/0").asInt()).isPositive();
        assertThat(json.at("/clients/0/timeline/goodput").size()).isEqualTo(90);
    }

    @Test
    void thePageWithChartsNeedsNothingFromElsewhere() throws IOException {
        Path page = directory.resolve("report.html");

        assertThat(Run.of("simulate", EXAMPLE, "--html", page).exitCode()).isZero();

        assertThat(Files.readString(page))
                .contains("uPlot", "\"name\":\"overload-protected\"")
                .doesNotContain("src=", "href=", "@import", "{{");
    }

    @Test
    void aBrokenTopologyIsToldWithEveryMistakeAndItsPosition() throws IOException {
        Path file = directory.resolve("broken.yaml");
        Files.writeString(file, "clients: {users: {service: app, rate: 1}}\nservices: {api: {worker: 1}}\n");

        Run run = Run.of("simulate", file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "broken.yaml:2:18: error: unknown key \"worker\" in services.api (expected: did you mean \"workers\"?)");
    }

    @Test
    void aFileThatIsNotThereIsAUsageError() {
        Run run = Run.of("simulate", directory.resolve("none.yaml"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("none.yaml: no such file");
        assertThat(Run.of("simulate", directory).exitCode()).isEqualTo(ExitCode.USAGE.code());
    }
}
