package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, {@code render} and {@code diff} of two directories. */
class DirectoryCommandsTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path changed;

    @BeforeEach
    void writeTheMeshes() {
        Run.mesh(directory);
        Run.mesh(changed);
    }

    @Test
    void checkOfGoodContractsExitsWithZero() {
        assertThat(Run.of("check", directory).exitCode()).isZero();
    }

    @Test
    void checkPrintsFindingsAsTextJsonOrSarifAndExitsWithOne() throws IOException {
        Run.save(directory, "menu/service.yaml", "service: menu\nprot: 1\n");

        Run text = Run.of("check", directory);
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out()).contains("menu/service.yaml:2:1: error: unknown key \"prot\"", "[unknown-key]");
        Run json = Run.of("check", directory, "--json");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out()).contains("\"rule\": \"unknown-key\"");
        assertThat(Run.of("check", directory, "--format", "json")).isEqualTo(json);
        JsonNode sarif = new ObjectMapper()
                .readTree(Run.of("check", directory, "--format", "sarif").out());
        assertThat(sarif.get("version").asText()).isEqualTo("2.1.0");
        assertThat(sarif.at("/runs/0/results/0/ruleId").asText()).isEqualTo("unknown-key");
    }

    @Test
    void aWarningAloneIsNoFailure() {
        Run.save(directory, "endpoints.yaml", "endpoints: {orders: [{instance: o, address: 127.1.2.1}]}\n");

        Run run = Run.of("check", directory);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("warning", "[unknown-endpoint-service]");
    }

    @Test
    void checkOfNoDirectoryIsAUsageError() {
        Run run = Run.of("check", directory.resolve("nowhere"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("spillway: no directory " + directory.resolve("nowhere")
                        + " (expected: a directory with service.yaml files)");
    }

    @Test
    void checkWithAnUnknownFormatIsAUsageError() {
        assertThat(Run.of("check", directory, "--format", "xml").exitCode()).isEqualTo(2);
    }

    @Test
    void renderPrintsEachResourceUnderItsOrigin() {
        Run run = Run.of("render", "payments", "--config", directory);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("payments/service.yaml:4", "ledger", "127.1.4.1");
    }

    @Test
    void renderPrintsTheInstanceThatIsNamed() {
        assertThat(Run.of("render", "payments", "--config", directory, "--instance", "payments-2")
                        .out())
                .containsPattern("name: ingress\\R  address:\\R    socket_address:\\R      address: \"?127.1.4.2");
    }

    @Test
    void renderPrintsJson() throws IOException {
        JsonNode config = new ObjectMapper()
                .readTree(Run.of("render", "payments", "--config", directory, "--json")
                        .out());

        assertThat(config.get("service").asText()).isEqualTo("payments");
        assertThat(config.get("address").asText()).isEqualTo("127.1.4.1");
        assertThat(config.at("/resources/0/origin").asText()).isNotEmpty();
    }

    @Test
    void renderPrintsOneFileForEnvoyAlone() {
        Run run = Run.of("render", "payments", "--config", directory, "--static");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{\n  \"static_resources\": {").endsWith("}\n");
    }

    @Test
    void renderOfAnUnknownServiceListsThoseThereAre() {
        Run run = Run.of("render", "paymnts", "--config", directory);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("no service \"paymnts\"", "(expected: ledger, menu, payments)")
                .doesNotContain("\tat ");
    }

    @Test
    void renderOfAnUnknownInstanceListsThoseThereAre() {
        Run run = Run.of("render", "payments", "--config", directory, "--instance", "payments-3");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no instance \"payments-3\"", "(found: payments-1, payments-2)");
    }

    @Test
    void renderOfBrokenContractsPrintsTheFindings() {
        Run.save(directory, "menu/service.yaml", "service: menu\nprot: 1\n");

        Run run = Run.of("render", "payments", "--config", directory);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("menu/service.yaml:2:1");
    }

    @Test
    void diffOfEqualDirectoriesSaysSo() {
        Run run = Run.of("diff", directory, changed);

        assertThat(run).isEqualTo(new Run(0, "no difference\n", ""));
        assertThat(Run.of("diff", directory, changed, "--json").out()).isEqualToIgnoringWhitespace("[]");
    }

    @Test
    void diffNamesWhatIsAddedRemovedAndChangedForWhomAndWhy() throws IOException {
        Run.save(changed, "payments/service.yaml", """
                service: payments
                owner: p
                egress:
                  - service: menu
                protect:
                  connectionAge: 60s
                """);

        Run names = Run.of("diff", directory, changed, "--names-only");
        assertThat(names.out().lines())
                .anyMatch(line -> line.startsWith("added cluster")
                        && line.contains("menu")
                        && line.contains("<- payments/service.yaml:4")
                        && line.endsWith("for payments@127.1.4.1, payments@127.1.4.2"))
                .anyMatch(line -> line.startsWith("removed cluster") && line.contains("ledger"))
                .anyMatch(line -> line.startsWith("changed listener") && line.contains("127.1.4.1"))
                .noneMatch(line -> line.contains("menu@"));
        Run text = Run.of("diff", directory, changed);
        assertThat(text.out()).contains("    +", "60s");
        JsonNode json = new ObjectMapper()
                .readTree(Run.of("diff", directory, changed, "--json").out());
        assertThat(json.findValuesAsText("change")).contains("added", "removed", "changed");
    }
}
