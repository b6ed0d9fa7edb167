package io.spillway.benchmarks;

import java.util.Formatter;
import java.util.Locale;

/** A report for people. */
public final class BenchmarkTable {
    private BenchmarkTable() {}

    /** Several lines, the last one with the verdict. */
    public static String of(BenchmarkReport report) {
        Formatter text = new Formatter(Locale.ROOT);
        Machine machine = report.machine();
        text.format("%s, seed %d%n", report.name(), report.seed());
        text.format(
                "%d cores, %d MiB, JDK %s, Envoy %s%n%n",
                machine.cores(), machine.memoryBytes() >> 20, machine.jdk(), machine.envoy());
        text.format("%-40s %8s %9s %9s %9s %9s%n", "", "count", "median", "spread", "p99", "max");
        for (Arm arm : report.arms()) {
            text.format(
                    "%-40s %8d %9.1f %9.1f %9.1f %9.1f %s%n",
                    arm.name(), arm.count(), arm.median(), arm.spread(), arm.p99(), arm.max(), arm.unit());
        }
        text.format("%n");
        for (String line : report.details()) {
            text.format("%s%n", line);
        }
        if (!report.details().isEmpty()) {
            text.format("%n");
        }
        for (Target target : report.targets()) {
            text.format(
                    "%-7s %s: %.1f (at most %.1f)%n",
                    target.met() ? "met" : "NOT MET", target.name(), target.value(), target.limit());
        }
        if (report.invalid() != null) {
            text.format("INVALID %s%n", report.invalid());
        }
        return text.toString();
    }
}
