package io.spillway.benchmarks;

import io.spillway.benchmarks.SimulationSpeedRun.Cost;
import io.spillway.benchmarks.SimulationSpeedRun.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code simulation-speed} measured.
 *
 * @param nanosPerCall on one core, median over the runs, by load
 */
public record SimulationSpeedReport(
        String name,
        long seed,
        Machine machine,
        Map<String, Double> nanosPerCall,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    private static final double MILLION_SECONDS_LIMIT = 3;
    private static final double GRAPH_SECONDS_LIMIT = 60;
    private static final double GRAPH_HEAP_MIB_LIMIT = 2_048;
    private static final double LEAST_CPU_SHARE = 0.7;

    static SimulationSpeedReport of(long seed, Machine machine, Map<Load, List<Cost>> costs) {
        List<Arm> arms = new ArrayList<>();
        Map<String, Double> perCall = new TreeMap<>();
        costs.forEach((load, of) -> {
            String label = load.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            arms.add(arm(label, "s", of, Cost::seconds));
            arms.add(arm(label + ", peak heap", "MiB", of, SimulationSpeedReport::heapMiB));
            perCall.put(label, median(of, cost -> cost.seconds() * 1e9 / cost.calls()));
        });
        List<Cost> million = costs.getOrDefault(Load.MILLION, List.of());
        List<Cost> graph = costs.getOrDefault(Load.GRAPH, List.of());
        return new SimulationSpeedReport(
                SimulationSpeed.NAME,
                seed,
                machine,
                perCall,
                List.copyOf(arms),
                List.of(
                        // Of just a million: Poisson arrivals are some more or less.
                        Target.atMost(
                                "millionRequestsSeconds",
                                median(million, cost -> cost.seconds() * 1e6 / cost.requests()),
                                MILLION_SECONDS_LIMIT),
                        Target.atMost("graphSeconds", median(graph, Cost::seconds), GRAPH_SECONDS_LIMIT),
                        Target.atMost(
                                "graphPeakHeapMiB",
                                median(graph, SimulationSpeedReport::heapMiB),
                                GRAPH_HEAP_MIB_LIMIT)),
                invalid(costs));
    }

    private static @Nullable String invalid(Map<Load, List<Cost>> costs) {
        for (List<Cost> of : costs.values()) {
            for (Cost cost : of) {
                if (cost.cpuSeconds() < LEAST_CPU_SHARE * cost.wallSeconds()) {
                    return String.format(
                            Locale.ROOT,
                            "a run had a processor for %.1f of its %.1f s: this machine was too busy",
                            cost.cpuSeconds(),
                            cost.wallSeconds());
                }
            }
        }
        return null;
    }

    private static double heapMiB(Cost cost) {
        return cost.peakHeapBytes() / (double) (1 << 20);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> value) {
        return new Percentiles(costs.stream().mapToDouble(value).boxed().toList()).at(50);
    }

    private static Arm arm(String name, String unit, List<Cost> costs, ToDoubleFunction<Cost> value) {
        List<Double> values = costs.stream().mapToDouble(value).boxed().toList();
        Percentiles of = new Percentiles(values);
        double median = of.at(50);
        return new Arm(name, unit, values.size(), median, of.at(90) - median, median, of.at(99), of.at(100));
    }
}
