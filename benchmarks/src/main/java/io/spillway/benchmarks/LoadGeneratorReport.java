package io.spillway.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code load-generator} measured.
 *
 * @param ours each run of our generator
 * @param ghz each run of ghz, the one after ours
 */
public record LoadGeneratorReport(
        String name,
        long seed,
        Machine machine,
        List<GeneratorSample> ours,
        List<GeneratorSample> ghz,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    private static final double APART_PERCENT = 5;

    static LoadGeneratorReport of(
            long seed, Machine machine, List<GeneratorSample> ours, List<GeneratorSample> ghz, boolean late) {
        List<Arm> arms = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        compare("good answers", "requests", GeneratorSample::succeeded, ours, ghz, arms, targets);
        compare("rate", "/s", GeneratorSample::ratePerSecond, ours, ghz, arms, targets);
        compare("p50", "ms", GeneratorSample::p50Millis, ours, ghz, arms, targets);
        compare("p90", "ms", GeneratorSample::p90Millis, ours, ghz, arms, targets);
        compare("p99", "ms", GeneratorSample::p99Millis, ours, ghz, arms, targets);
        return new LoadGeneratorReport(
                LoadGenerator.NAME,
                seed,
                machine,
                List.copyOf(ours),
                List.copyOf(ghz),
                List.copyOf(arms),
                List.copyOf(targets),
                late ? "our generator was late: this machine was too busy" : null);
    }

    private static void compare(
            String figure,
            String unit,
            ToDoubleFunction<GeneratorSample> of,
            List<GeneratorSample> ours,
            List<GeneratorSample> ghz,
            List<Arm> arms,
            List<Target> targets) {
        Arm one = arm(figure + ", Spillway", unit, of, ours);
        Arm other = arm(figure + ", ghz", unit, of, ghz);
        arms.add(one);
        arms.add(other);
        targets.add(Target.atMost(
                "percent of " + figure + " apart",
                100 * Math.abs(one.median() - other.median()) / other.median(),
                APART_PERCENT));
    }

    private static Arm arm(
            String name, String unit, ToDoubleFunction<GeneratorSample> of, List<GeneratorSample> samples) {
        return Arm.of(name, unit, samples.stream().map(of::applyAsDouble).toList());
    }
}
