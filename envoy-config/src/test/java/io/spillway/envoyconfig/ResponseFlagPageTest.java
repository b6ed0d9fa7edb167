package io.spillway.envoyconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/response-flags.md} the same as what {@code spillway explain} says. */
class ResponseFlagPageTest {
    private static final String HOW_TO_WRITE =
            "mvn -pl envoy-config -am test -Dtest=ResponseFlagPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dspillway.update=true";

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        Path page = docs().resolve("response-flags.md");
        String expected = page();
        if (Boolean.getBoolean("spillway.update")) {
            Files.writeString(page, expected);
        }
        assertThat(page)
                .withFailMessage("%s is not what the code says. Write it anew: %s", page, HOW_TO_WRITE)
                .exists()
                .hasContent(expected);
    }

    /** The module's own folder is found from its classes, so that the test runs from any folder. */
    private static Path docs() {
        Path folder = Path.of(ResponseFlagPageTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        while (folder != null && !Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        assertThat(folder).as("a folder above the classes that holds docs").isNotNull();
        return folder.resolve("docs");
    }

    private static String page() {
        StringBuilder out = new StringBuilder("""
                # Response flags

                <!-- Written by ResponseFlagPageTest from response-flags.json; change that file, not this page. -->

                Envoy marks what went wrong with a request in the field `flags` of the access log, and how in the
                field `details`. `spillway explain UH` prints what stands here.

                Every request between two services is logged twice: by the caller's sidecar (`"listener":"egress"`)
                and by the callee's (`"listener":"ingress"`), both with the same `requestId`. **Which of the two has
                the flag first is half of the answer.** On the egress listener the upstream is the callee's sidecar;
                on the ingress listener it is the application itself.

                Several flags have commas between them. `-` is none: the response came from the upstream as it is, or
                the reason is in `details` only, see [below](#details).

                The flags are those of Envoy 1.40, from its
                [documentation](https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/advanced/substitution_formatter).
                CALLEE and CALLER stand for the names of the services.

                | flag | long name | points to |
                |---|---|---|
                """);
        for (ResponseFlag flag : ResponseFlag.all()) {
            out.append("| [%s](#%s) | %s | %s |\n"
                    .formatted(
                            flag.shortName(),
                            flag.shortName().toLowerCase(Locale.ROOT),
                            flag.longName(),
                            flag.side().words()));
        }
        ResponseFlag.all().forEach(flag -> flag(flag, out));
        out.append("""

                ## Details

                The field `details`. Envoy has
                [more of them](https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_conn_man/response_code_details)
                and does not promise to keep them; these are the ones that a mesh sees.
                """);
        ResponseDetail.all().forEach(detail -> {
            out.append("\n### `").append(detail.name()).append("`\n\n");
            out.append(detail.meaning())
                    .append(" Points to: ")
                    .append(detail.side().words())
                    .append(".\n\n");
            list(detail.next(), out);
        });
        return out.toString();
    }

    private static void flag(ResponseFlag flag, StringBuilder out) {
        out.append("\n## ").append(flag.shortName()).append("\n\n");
        out.append("**").append(flag.longName()).append("**. ").append(flag.meaning());
        out.append("\n\nPoints to: ").append(flag.side().words()).append(". ").append(flag.telling());
        out.append("\n\nUsual causes:\n\n");
        list(flag.causes(), out);
        out.append("\nLook at:\n\n");
        list(flag.next(), out);
    }

    private static void list(List<String> lines, StringBuilder out) {
        lines.forEach(line -> out.append("- ").append(line).append('\n'));
    }
}
