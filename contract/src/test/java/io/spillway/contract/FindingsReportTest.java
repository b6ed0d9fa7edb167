package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.yaml.YamlFile;
import io.spillway.contract.yaml.YamlLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsReportTest {
    private static final List<Finding> FINDINGS = List.of(
            Rule.UNKNOWN_KEY.at(
                    new SourceLocation("payments/service.yaml", 3, 5),
                    "unknown key \"prot\"",
                    "did you mean \"port\"?"),
            Rule.MISNAMED_FILE.at(new SourceLocation("a b/service.yml", 1, 1), "a file", "another"));

    @Test
    void textHasOneFindingALineAndASum() {
        assertThat(FindingsReport.text(FINDINGS)).isEqualTo("""
                        payments/service.yaml:3:5: error: unknown key "prot" (expected: did you mean "port"?) [unknown-key]
                        a b/service.yml:1:1: warning: a file (expected: another) [misnamed-file]
                        1 error, 1 warning
                        """);
        assertThat(FindingsReport.text(List.of())).isEqualTo("no findings\n");
    }

    @Test
    void jsonHasEveryFieldOfAFinding() {
        assertThat(FindingsReport.json(FINDINGS.subList(0, 1))).isEqualTo("""
                        {
                          "errors": 1,
                          "warnings": 0,
                          "findings": [
                            {
                              "rule": "unknown-key",
                              "severity": "error",
                              "file": "payments/service.yaml",
                              "line": 3,
                              "column": 5,
                              "found": "unknown key \\"prot\\"",
                              "expected": "did you mean \\"port\\"?",
                              "help": "docs/rules.md#unknown-key"
                            }
                          ]
                        }
                        """);
    }

    @Test
    void sarifHasRulesResultsAndEscapedFileNames() {
        String sarif = FindingsReport.sarif(FINDINGS, "1.2.3");

        assertThat(sarif)
                .contains("\"version\": \"2.1.0\"", "\"semanticVersion\": \"1.2.3\"", "\"ruleId\": \"unknown-key\"")
                .contains("\"uri\": \"a%20b/service.yml\"", "\"startLine\": 3", "\"startColumn\": 5")
                .contains("\"id\": \"egress-cycle\"");
        // JSON is YAML: a second parser reads it without complaint.
        Findings problems = new Findings();
        assertThat(YamlFile.parse("sarif", sarif.getBytes(UTF_8), YamlLimits.DEFAULT, problems))
                .isPresent();
        assertThat(problems.sorted()).isEmpty();
    }
}
