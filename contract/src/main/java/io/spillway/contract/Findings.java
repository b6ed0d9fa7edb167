package io.spillway.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings; the same finding is kept once. For one thread. */
public final class Findings {
    private static final Comparator<Finding> BY_LOCATION = Comparator.comparing(
                    (Finding finding) -> finding.location().file())
            .thenComparingInt(finding -> finding.location().line())
            .thenComparingInt(finding -> finding.location().column())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::found);

    private final Set<Finding> found = new LinkedHashSet<>();

    public void add(Finding finding) {
        found.add(finding);
    }

    public void addAll(Iterable<Finding> findings) {
        findings.forEach(found::add);
    }

    /** All findings, by file, line and column. */
    public List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(found);
        sorted.sort(BY_LOCATION);
        return List.copyOf(sorted);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
