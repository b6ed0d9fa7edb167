package io.spillway.benchmarks;

import io.spillway.grpcserver.GuardMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code overload-guard} measured.
 *
 * @param capacity of the server, in requests a second
 * @param loads every load with the guard off and on, real beside simulated
 */
public record OverloadGuardReport(
        String name,
        long seed,
        Machine machine,
        double capacity,
        List<GuardedLoad> loads,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    private static final double APART_PERCENT = 10;
    private static final double MISSING_PERCENT = 10;

    static OverloadGuardReport of(long seed, Machine machine, double capacity, List<GuardedLoad> loads) {
        List<Arm> arms = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (GuardedLoad load : loads) {
            arms.add(Arm.of("answered in time, " + load.name(), load.latency()));
            if (load.mode() == GuardMode.ON) {
                targets.add(Target.atMost(
                        "percent of the possible goodput missing, " + load.name(),
                        load.missingPercent(),
                        MISSING_PERCENT));
            }
            targets.add(Target.atMost(
                    "percent of goodput apart from the simulation, " + load.name(),
                    load.apartPercent(),
                    APART_PERCENT));
        }
        return new OverloadGuardReport(
                OverloadGuard.NAME,
                seed,
                machine,
                capacity,
                List.copyOf(loads),
                List.copyOf(arms),
                List.copyOf(targets),
                invalid(loads));
    }

    /** All loads as lines of text, real beside simulated. */
    @Override
    public List<String> details() {
        return loads.stream().map(GuardedLoad::line).toList();
    }

    private static @Nullable String invalid(List<GuardedLoad> loads) {
        List<String> late = loads.stream()
                .filter(GuardedLoad::saturated)
                .map(GuardedLoad::name)
                .toList();
        return late.isEmpty()
                ? null
                : "the load generator was late at " + String.join("; ", late)
                        + ": this machine was too busy, so the run says nothing about the guard";
    }
}
