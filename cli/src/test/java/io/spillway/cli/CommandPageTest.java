package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** {@code docs/cli.md} is what the commands print as their help; written anew with {@code -Dspillway.update=true}. */
class CommandPageTest {
    private static final Path PAGE = Repository.root().resolve("docs/cli.md");
    private static final int WIDTH = 100;

    @Test
    void thePageShowsEveryCommand() throws IOException {
        String page = page();
        if (Boolean.getBoolean("spillway.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("%s differs from the commands; run this test with -Dspillway.update=true", PAGE)
                .isEqualTo(page);
    }

    private static String page() {
        CommandLine root = SpillwayCommand.commandLine();
        StringBuilder page = new StringBuilder("""
                # The command line

                One command, `./spillway`; every program is a subcommand of it. Results go to standard output, everything
                else to standard error. `--json` prints JSON on standard output. This page is what `--help` prints; a test
                keeps it true.

                ## Exit codes

                The same for every command.

                | code | meaning |
                |---|---|
                """);
        Arrays.stream(ExitCode.values())
                .forEach(exitCode -> page.append("| ")
                        .append(exitCode.code())
                        .append(" | ")
                        .append(exitCode.meaning())
                        .append(" |\n"));
        sections(page, "spillway", root);
        return page.toString();
    }

    /** A command, then the commands inside of it. */
    private static void sections(StringBuilder page, String title, CommandLine command) {
        section(page, title, command);
        for (Map.Entry<String, CommandLine> inner : command.getSubcommands().entrySet()) {
            if (!inner.getValue().getCommandSpec().usageMessage().hidden()) {
                sections(page, title + " " + inner.getKey(), inner.getValue());
            }
        }
    }

    private static void section(StringBuilder page, String title, CommandLine command) {
        command.getCommandSpec().usageMessage().autoWidth(false).width(WIDTH).exitCodeList(Map.of());
        command.getCommandSpec().usageMessage().exitCodeListHeading("");
        page.append("\n## ").append(title).append("\n\n```text\n");
        command.getUsageMessage(new ColorScheme.Builder(Ansi.OFF).build())
                .lines()
                .map(String::stripTrailing)
                .forEach(line -> page.append(line).append('\n'));
        page.append("```\n");
    }
}
