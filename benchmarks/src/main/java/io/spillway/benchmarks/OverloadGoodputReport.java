package io.spillway.benchmarks;

import io.spillway.benchmarks.OverloadGoodput.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code overload-goodput} measured.
 *
 * @param cells by shape, load and arm, means over the seeds
 */
public record OverloadGoodputReport(
        String name,
        long seed,
        Machine machine,
        List<Result> cells,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    private static final double MISSING_PERCENT_LIMIT = 5;
    private static final double BEHIND_PERCENT_LIMIT = 1;
    private static final double P99_LIMIT = 3;

    /**
     * One cell.
     *
     * @param load over capacity
     * @param goodputRatio answers in time over the smaller of load and capacity
     * @param acceptedP99Millis of what was admitted, wait included
     * @param acceptedP99OverUnloaded the same over the 99th percentile of the work alone
     * @param refusedRatio of what came
     */
    public record Result(
            String shape,
            double load,
            String arm,
            double goodputRatio,
            double acceptedP99Millis,
            double acceptedP99OverUnloaded,
            double refusedRatio) {
        private static Result of(Cell cell) {
            double p99 = mean(cell, GoodputRun::acceptedP99Millis);
            return new Result(
                    cell.shape().label(),
                    cell.load(),
                    cell.arm().label(),
                    mean(cell, GoodputRun::goodputRatio),
                    p99,
                    p99 / cell.shape().unloadedP99Millis(),
                    mean(cell, GoodputRun::refusedRatio));
        }

        private static double mean(Cell cell, ToDoubleFunction<GoodputRun> value) {
            return cell.runs().stream().mapToDouble(value).average().orElse(Double.NaN);
        }

        private boolean ours() {
            return arm.equals(OverloadArm.SPILLWAY.label());
        }
    }

    static OverloadGoodputReport of(long seed, Machine machine, List<Cell> cells) {
        List<Result> results = cells.stream().map(Result::of).toList();
        List<Result> ours = results.stream().filter(Result::ours).toList();
        double missing = most(ours, result -> 100 * (1 - result.goodputRatio()));
        double behind = most(ours, result -> 100 * (best(results, result) - result.goodputRatio()));
        return new OverloadGoodputReport(
                OverloadGoodput.NAME,
                seed,
                machine,
                results,
                arms(cells),
                List.of(
                        Target.atMost("goodputMissingPercent", missing, MISSING_PERCENT_LIMIT),
                        Target.atMost("behindBestArmPercent", behind, BEHIND_PERCENT_LIMIT),
                        Target.atMost(
                                "acceptedP99OverUnloaded", most(ours, Result::acceptedP99OverUnloaded), P99_LIMIT)),
                null);
    }

    private static double most(List<Result> results, ToDoubleFunction<Result> value) {
        return results.stream().mapToDouble(value).max().orElse(Double.NaN);
    }

    private static double best(List<Result> results, Result like) {
        return results.stream()
                .filter(result -> result.shape().equals(like.shape()) && result.load() == like.load())
                .mapToDouble(Result::goodputRatio)
                .max()
                .orElse(Double.NaN);
    }

    private static List<Arm> arms(List<Cell> cells) {
        List<Arm> arms = new ArrayList<>();
        for (OverloadArm arm : OverloadArm.values()) {
            for (ServiceShape shape : ServiceShape.values()) {
                List<Double> percents = cells.stream()
                        .filter(cell -> cell.arm() == arm && cell.shape() == shape)
                        .flatMap(cell -> cell.runs().stream())
                        .map(run -> 100 * run.goodputRatio())
                        .toList();
                arms.add(Arm.of(arm.label() + ", " + shape.label() + ", goodput", "%", percents));
            }
        }
        return List.copyOf(arms);
    }

    /** Goodput and 99th percentile of each cell, an arm a column. */
    @Override
    public List<String> details() {
        List<String> lines = new ArrayList<>();
        lines.add("goodput over the smaller of load and capacity / accepted p99 over unloaded p99");
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-18s", ""));
        for (OverloadArm arm : OverloadArm.values()) {
            head.append(String.format(Locale.ROOT, "%15s", arm.label()));
        }
        lines.add(head.toString());
        StringBuilder line = new StringBuilder();
        for (Result cell : cells) {
            if (line.isEmpty()) {
                line.append(String.format(Locale.ROOT, "%-12s %4.1fx", cell.shape(), cell.load()));
            }
            line.append(
                    String.format(Locale.ROOT, " %6.3f /%6.1f", cell.goodputRatio(), cell.acceptedP99OverUnloaded()));
            if (cell.ours()) {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        return List.copyOf(lines);
    }
}
