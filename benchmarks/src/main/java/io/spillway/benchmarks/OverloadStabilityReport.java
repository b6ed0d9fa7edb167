package io.spillway.benchmarks;

import io.spillway.benchmarks.OverloadStability.Change;
import io.spillway.benchmarks.OverloadStability.Steady;
import io.spillway.benchmarks.StabilityRun.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code overload-stability} measured.
 *
 * @param limits at steady load
 * @param changes how each arm followed what changed
 */
public record OverloadStabilityReport(
        String name,
        long seed,
        Machine machine,
        List<SteadyLimit> limits,
        List<Followed> changes,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    private static final double LIMIT_LIMIT = 4;
    private static final double SETTLED_SECONDS_LIMIT = 2;
    private static final double RECOVERED_SECONDS_LIMIT = 5;

    /** @param mostLimitOverNeeded the greatest limit over the calls that are in service on average */
    public record SteadyLimit(String arm, String shape, double mostLimit, double mostLimitOverNeeded) {}

    /**
     * Goodput per second before, while and after something was changed for 30 seconds.
     *
     * @param settledSeconds after the change until goodput stays within 5% of {@code goodputDuring}
     * @param recoveredSeconds after the change back until goodput stays within 5% of {@code goodputBefore}
     */
    public record Followed(
            String scenario,
            String shape,
            String arm,
            double goodputBefore,
            double goodputDuring,
            double goodputAfter,
            double settledSeconds,
            double recoveredSeconds) {
        private static Followed of(Change change) {
            return new Followed(
                    change.scenario().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    change.shape().label(),
                    change.arm().label(),
                    change.run().before(),
                    change.run().during(),
                    change.run().after(),
                    change.run().settledAfterChange(),
                    change.run().recoveredAfterChangeBack());
        }
    }

    static OverloadStabilityReport of(long seed, Machine machine, List<Steady> steady, List<Change> changes) {
        List<SteadyLimit> limits =
                steady.stream().map(OverloadStabilityReport::limit).toList();
        Predicate<Change> capacity =
                change -> change.scenario() == Scenario.WORKERS_HALVED || change.scenario() == Scenario.WORK_DOUBLED;
        double most = limits.stream()
                .filter(limit -> limit.arm().equals(OverloadArm.SPILLWAY.label()))
                .mapToDouble(SteadyLimit::mostLimitOverNeeded)
                .max()
                .orElse(Double.NaN);
        return new OverloadStabilityReport(
                OverloadStability.NAME,
                seed,
                machine,
                limits,
                changes.stream().map(Followed::of).toList(),
                arms(changes),
                List.of(
                        Target.atMost("mostLimitOverNeeded", most, LIMIT_LIMIT),
                        Target.atMost(
                                "settledSecondsAfterCapacityHalved",
                                longest(changes, capacity, StabilityRun::settledAfterChange),
                                SETTLED_SECONDS_LIMIT),
                        Target.atMost(
                                "settledSecondsAfterCapacityDoubled",
                                longest(changes, capacity, StabilityRun::recoveredAfterChangeBack),
                                SETTLED_SECONDS_LIMIT),
                        Target.atMost(
                                "recoveredSecondsAfterSlowDependency",
                                longest(changes, capacity.negate(), StabilityRun::recoveredAfterChangeBack),
                                RECOVERED_SECONDS_LIMIT)),
                null);
    }

    private static SteadyLimit limit(Steady steady) {
        double needed = OverloadStability.HOUR_LOAD * ServiceShape.WORKERS;
        return new SteadyLimit(
                steady.arm().label(), steady.shape().label(), steady.mostLimit(), steady.mostLimit() / needed);
    }

    private static double longest(
            List<Change> changes, Predicate<Change> which, ToDoubleFunction<StabilityRun> seconds) {
        return changes.stream()
                .filter(which)
                .filter(change -> change.arm() == OverloadArm.SPILLWAY)
                .mapToDouble(change -> seconds.applyAsDouble(change.run()))
                .max()
                .orElse(Double.NaN);
    }

    private static List<Arm> arms(List<Change> changes) {
        List<Arm> arms = new ArrayList<>();
        for (OverloadArm arm : OverloadArm.values()) {
            List<Change> of =
                    changes.stream().filter(change -> change.arm() == arm).toList();
            arms.add(Arm.of(
                    arm.label() + ", settled",
                    "s",
                    of.stream().map(change -> change.run().settledAfterChange()).toList()));
            arms.add(Arm.of(
                    arm.label() + ", recovered",
                    "s",
                    of.stream()
                            .map(change -> change.run().recoveredAfterChangeBack())
                            .toList()));
        }
        return List.copyOf(arms);
    }

    @Override
    public List<String> details() {
        List<String> lines = new ArrayList<>();
        lines.add("greatest limit over what is needed, steady load");
        for (SteadyLimit limit : limits) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-12s %-12s %7.0f %6.1fx",
                    limit.arm(),
                    limit.shape(),
                    limit.mostLimit(),
                    limit.mostLimitOverNeeded()));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-46s %7s %7s %7s %9s %9s",
                "goodput a second",
                "before",
                "during",
                "after",
                "settled s",
                "recovered"));
        for (Followed change : changes) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %-12s %-12s %7.0f %7.0f %7.0f %9.1f %9.1f",
                    change.scenario(),
                    change.shape(),
                    change.arm(),
                    change.goodputBefore(),
                    change.goodputDuring(),
                    change.goodputAfter(),
                    change.settledSeconds(),
                    change.recoveredSeconds()));
        }
        return List.copyOf(lines);
    }
}
