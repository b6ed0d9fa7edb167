package io.spillway.contract;

import java.util.List;

/** Checks all contracts of a mesh together. Pure. */
public final class Lint {
    private Lint() {}

    /** All findings, by location. */
    public static List<Finding> check(ContractSet contracts) {
        Findings findings = new Findings();
        return findings.sorted();
    }
}
