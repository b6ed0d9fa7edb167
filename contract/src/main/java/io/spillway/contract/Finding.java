package io.spillway.contract;

/**
 * One thing that is wrong with a contract.
 *
 * @param rule id of the lint rule, such as {@code unknown-egress-service}; each has a section in {@code docs/rules.md}
 * @param found what stands there
 * @param expected what would be right, and what to do
 */
public record Finding(String rule, Severity severity, SourceLocation location, String found, String expected) {
    public enum Severity {
        ERROR,
        WARNING
    }

    /** {@code payments/service.yaml:7:3: error: found ... (expected: ...) [rule]}. */
    @Override
    public String toString() {
        return location + ": " + (severity == Severity.ERROR ? "error" : "warning") + ": " + found + " (expected: "
                + expected + ") [" + rule + "]";
    }
}
