package io.spillway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {
    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleHasAnExampleThatGivesExactlyItsFindings(Rule rule) throws IOException {
        RuleExample example = RuleExample.of(rule);

        String actual = example.actual();

        String file = Files.readString(RuleExample.file(rule));
        String marker = "-- findings --\n";
        Repository.assertCommitted(
                RuleExample.file(rule), file.substring(0, file.indexOf(marker) + marker.length()) + actual);
        assertThat(actual).contains("[" + rule.id() + "]");
    }

    @Test
    void everyExampleBelongsToARule() throws IOException {
        Path folder = RuleExample.file(Rule.UNKNOWN_KEY).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(Rule.values())
                            .map(rule -> rule.id() + ".txt")
                            .toList());
        }
    }

    @Test
    void everyRuleHasItsSectionInTheDocumentation() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Rules

                What `spillway check` finds. Each section is a rule; its example is run by the tests, so what is shown is
                what is printed. An error keeps the contracts from reaching a running mesh, where the last good ones keep
                serving; a warning does not.

                Findings read `file:line:column: severity: found (expected: what would be right) [rule]`. Positions inside
                a `.proto` need descriptors with source info (`protoc --include_source_info`); without it they are those of
                the descriptor file. Descriptors are shown in protobuf text format.

                """);
        for (Rule rule : Rule.values()) {
            page.append("- [").append(rule.id()).append("](#").append(rule.id()).append("): ");
            page.append(rule.summary()).append('\n');
        }
        for (Rule rule : Rule.values()) {
            page.append(section(RuleExample.of(rule)));
        }
        Repository.assertCommitted(Repository.root().resolve("docs/rules.md"), page.toString());
    }

    private static String section(RuleExample example) {
        Rule rule = example.rule();
        StringBuilder section = new StringBuilder("\n## " + rule.id() + "\n\n");
        section.append(rule.summary())
                .append(" (")
                .append(rule.severity().name().toLowerCase(Locale.ROOT))
                .append(").\n\n");
        section.append(example.about()).append('\n');
        for (Map.Entry<String, String> file : example.readableFiles().entrySet()) {
            String language = file.getKey().endsWith(".yaml") ? "yaml" : "text";
            section.append("```")
                    .append(language)
                    .append("\n# ")
                    .append(file.getKey())
                    .append('\n');
            section.append(file.getValue()).append("```\n\n");
        }
        return section.append("```text\n")
                .append(example.expected())
                .append("```\n")
                .toString();
    }
}
