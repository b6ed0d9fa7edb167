package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the {@code console} blocks of the README one after the other, as its reader would, and holds what is printed
 * against what is shown. After a wanted change: {@code -Dspillway.update=true}.
 */
final class ReadmeTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();
    private static final Path README = ROOT.resolve("README.md");
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    /** The one folder that the tour writes to. */
    private static final String TOUR = "/tmp/tour";

    @TempDir
    private Path temporary;

    @Test
    void whatTheReadmeShowsIsWhatTheCommandsPrint() throws IOException {
        String shown = Files.readString(README);

        String actual = BLOCK.matcher(shown).replaceAll(block -> Matcher.quoteReplacement(run(block)));

        if (Boolean.getBoolean("spillway.update")) {
            Files.writeString(README, actual);
        } else {
            assertThat(actual).isEqualTo(shown);
        }
    }

    private String run(MatchResult block) {
        StringBuilder printed = new StringBuilder("```console\n");
        List<String> commands =
                block.group(1).lines().filter(line -> line.startsWith("$ ")).toList();
        for (String command : commands) {
            printed.append(command).append('\n').append(output(command.substring(2)));
        }
        return printed.append("```").toString();
    }

    private String output(String command) {
        String tour = temporary.resolve("tour").toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java")
                + " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '"
                + System.getProperty("java.class.path") + "' " + SpillwayCommand.class.getName();
        try {
            Process process = new ProcessBuilder(
                            "bash",
                            "-c",
                            "spillway() { " + java + " \"$@\"; }\n"
                                    + command.replace(TOUR, tour).replace("./spillway", "spillway"))
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text.replace(tour, TOUR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
