package io.spillway.cli;

import io.spillway.benchmarks.BenchmarkReport;
import io.spillway.benchmarks.BenchmarkTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every benchmark has: a seed, a report for people or for scripts, and an exit code that is the verdict. */
final class BenchmarkOptions {
    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Decides what is done, and when (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final JsonOption json = new JsonOption();

    long seed() {
        return seed;
    }

    /** Prints a report and says with which code to exit. */
    int finish(CommandSpec spec, BenchmarkReport report) {
        if (json.isOn()) {
            json.print(spec, report);
        } else {
            Output.print(spec, BenchmarkTable.of(report));
        }
        return report.passed() ? ExitCode.OK.code() : ExitCode.FINDINGS.code();
    }
}
