package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.contract.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings as text for people, as JSON for scripts, and as SARIF for code review. Pure. */
public final class FindingsReport {
    private static final String HELP = "docs/rules.md#";
    private static final String SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private FindingsReport() {}

    /** One finding a line, then how many there are; each line ends with a line end. */
    public static String text(List<Finding> findings) {
        StringBuilder out = new StringBuilder();
        findings.forEach(finding -> out.append(finding).append('\n'));
        return out.append(summary(findings)).append('\n').toString();
    }

    private static String summary(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "no findings";
        }
        long errors = count(findings, Severity.ERROR);
        long warnings = count(findings, Severity.WARNING);
        return errors
                + (errors == 1 ? " error, " : " errors, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings");
    }

    /** {@code {"errors": 1, "warnings": 0, "findings": [{rule, severity, file, line, column, found, expected, help}]}}. */
    public static String json(List<Finding> findings) {
        List<Object> list = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("rule", finding.rule());
            each.put("severity", level(finding.severity()));
            each.put("file", finding.location().file());
            each.put("line", finding.location().line());
            each.put("column", finding.location().column());
            each.put("found", finding.found());
            each.put("expected", finding.expected());
            each.put("help", HELP + finding.rule());
            list.add(each);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("errors", count(findings, Severity.ERROR));
        report.put("warnings", count(findings, Severity.WARNING));
        report.put("findings", list);
        return Json.pretty(report);
    }

    /** SARIF 2.1.0 (OASIS), with all rules of this version, so that viewers can explain those found. */
    public static String sarif(List<Finding> findings, String version) {
        List<Object> rules = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            rules.add(object(
                    "id", rule.id(),
                    "shortDescription", object("text", rule.summary()),
                    "help", object("text", "See " + HELP + rule.id()),
                    "defaultConfiguration", object("level", level(rule.severity()))));
        }
        List<Object> results = findings.stream().map(FindingsReport::result).toList();
        Map<String, Object> driver = object("name", "spillway", "semanticVersion", version, "rules", rules);
        Map<String, Object> run =
                object("tool", object("driver", driver), "columnKind", "unicodeCodePoints", "results", results);
        return Json.pretty(object("$schema", SARIF_SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static Object result(Finding finding) {
        Map<String, Object> region = object(
                "startLine", finding.location().line(),
                "startColumn", finding.location().column());
        Map<String, Object> physical =
                object("artifactLocation", object("uri", uri(finding.location().file())), "region", region);
        return object(
                "ruleId", finding.rule(),
                "level", level(finding.severity()),
                "message", object("text", "found " + finding.found() + " (expected: " + finding.expected() + ")"),
                "locations", List.of(object("physicalLocation", physical)));
    }

    /** Percent-encoded by hand: it must not fail for any name that a descriptor holds. */
    private static String uri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte each : file.getBytes(UTF_8)) {
            boolean plain = (each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9')
                    || "-._~/".indexOf(each) >= 0;
            uri.append(plain ? String.valueOf((char) each) : String.format("%%%02X", each));
        }
        return uri.toString();
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static String level(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
