package io.spillway.benchmarks;

import io.spillway.benchmarks.IsolationRun.Users;
import io.spillway.benchmarks.OverloadIsolation.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code overload-isolation} measured.
 *
 * @param results by arm, means over the seeds
 */
public record OverloadIsolationReport(
        String name,
        long seed,
        Machine machine,
        List<Result> results,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    private static final double LOST_PERCENT_LIMIT = 0.5;

    /**
     * One arm.
     *
     * @param criticalRatio least over the seeds: goodput of CRITICAL while SHEDDABLE is twelve times as much, over the
     *     same without
     * @param normalRatio mean of the same of NORMAL
     * @param sheddableRatio goodput of SHEDDABLE in that time over what came
     * @param jainIndex of users of one priority at twice the capacity
     * @param sessionsRatio sessions of ten calls that complete then
     */
    public record Result(
            String arm,
            double criticalRatio,
            double normalRatio,
            double sheddableRatio,
            double jainIndex,
            double sessionsRatio) {
        private static Result of(Cell cell) {
            return new Result(
                    label(cell),
                    cell.runs().stream()
                            .mapToDouble(IsolationRun::criticalRatio)
                            .min()
                            .orElse(Double.NaN),
                    mean(cell, IsolationRun::normalRatio),
                    mean(cell, IsolationRun::sheddableRatio),
                    mean(cell, IsolationRun::jainIndex),
                    mean(cell, IsolationRun::sessionsRatio));
        }

        private static double mean(Cell cell, ToDoubleFunction<IsolationRun> value) {
            return cell.runs().stream().mapToDouble(value).average().orElse(Double.NaN);
        }
    }

    static OverloadIsolationReport of(long seed, Machine machine, List<Cell> cells) {
        double lost = cells.stream()
                .filter(cell -> cell.arm() == OverloadArm.SPILLWAY)
                .flatMap(cell -> cell.runs().stream())
                .mapToDouble(run -> 100 * (1 - run.criticalRatio()))
                .max()
                .orElse(Double.NaN);
        return new OverloadIsolationReport(
                OverloadIsolation.NAME,
                seed,
                machine,
                cells.stream().map(Result::of).toList(),
                arms(cells),
                List.of(Target.atMost("criticalGoodputLostPercent", lost, LOST_PERCENT_LIMIT)),
                null);
    }

    private static String label(Cell cell) {
        return cell.users() == Users.UNKNOWN
                ? cell.arm().label() + ", no cohorts"
                : cell.arm().label();
    }

    private static List<Arm> arms(List<Cell> cells) {
        List<Arm> arms = new ArrayList<>();
        for (Cell cell : cells) {
            arms.add(Arm.of(
                    label(cell) + ", CRITICAL",
                    "%",
                    cell.runs().stream().map(run -> 100 * run.criticalRatio()).toList()));
            arms.add(Arm.of(
                    label(cell) + ", sessions",
                    "%",
                    cell.runs().stream().map(run -> 100 * run.sessionsRatio()).toList()));
        }
        return List.copyOf(arms);
    }

    /** An arm a line. */
    @Override
    public List<String> details() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-22s %9s %9s %9s %9s %9s", "", "CRITICAL", "NORMAL", "SHEDDABLE", "Jain", "sessions"));
        for (Result result : results) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-22s %9.4f %9.4f %9.4f %9.3f %9.4f",
                    result.arm(),
                    result.criticalRatio(),
                    result.normalRatio(),
                    result.sheddableRatio(),
                    result.jainIndex(),
                    result.sessionsRatio()));
        }
        return List.copyOf(lines);
    }
}
