package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SpillwayCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesSpillwayTheJdkAndEnvoy() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).containsPattern("Spillway \\d+\\.\\d+").contains("JDK ", "Envoy 1.40.0 (pinned)");
    }

    @Test
    void helpListsSubcommandsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("sidecar", "completion", "Exit codes:", "130");
    }

    @Test
    void withoutASubcommandShowsUsageAndExitsWithTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: spillway");
    }

    @Test
    void anUnknownOptionIsAUsageErrorWithoutAStackTrace() {
        assertThat(run("sidecar", "--sevice", "payments")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Missing required options: '--service=<service>'", "Try 'spillway sidecar --help'.")
                .doesNotContain("\tat ", "Usage:");
    }

    @Test
    void aWrongValueIsAUsageErrorThatSaysWhatWasExpected() {
        assertThat(sidecar("--control-plane", "10.0.0.1:18000")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("spillway: control plane 10.0.0.1:18000 without TLS"
                        + " (expected: TLS, or a loopback address)");
    }

    @Test
    void aMistypedSubcommandIsAnsweredWithTheNearestOne() {
        assertThat(run("sidcar")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean", "sidecar");
    }

    @Test
    void aDurationThatIsNoneIsAUsageError() {
        assertThat(sidecar("--control-plane", "127.0.0.1:1", "--ready-timeout", "soon"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'soon' is not a duration (expected: such as 500ms, 30s or 2m)");
    }

    @Test
    void aMissingEnvoyIsAProblemOfTheEnvironment() {
        assertThat(sidecar("--control-plane", "127.0.0.1:1", "--envoy", "/nowhere/envoy"))
                .isEqualTo(3);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("spillway: --envoy: /nowhere/envoy (expected: an executable Envoy 1.40.x)");
    }

    @Test
    void completionCoversSubcommands() {
        assertThat(run("completion", "zsh")).isZero();
        assertThat(out.toString()).contains("--control-plane", "bashcompinit");
    }

    private int sidecar(String... more) {
        String[] given = {"sidecar", "--service", "payments", "--instance", "payments-1", "--address", "127.0.0.1"};
        String[] all = java.util.Arrays.copyOf(given, given.length + more.length);
        System.arraycopy(more, 0, all, given.length, more.length);
        return run(all);
    }

    private int run(String... args) {
        CommandLine commandLine = SpillwayCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
