package io.spillway.benchmarks;

import io.spillway.incidentlab.LoadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code edit-under-load} measured.
 *
 * @param edits that were made; one that changes nothing for Envoy is never made
 * @param requests that were due while edits were made
 * @param failed of these
 * @param applyMillisP50 from the saved file to the last answer of a sidecar, over all edits
 * @param notApplied edits after which something that had to change had not, with what that was in {@code problems}
 * @param lengthSeconds of the edits
 * @param problems of edits, and what the sidecars logged about requests that failed
 */
public record EditUnderLoadReport(
        String name,
        long seed,
        Machine machine,
        int edits,
        long requests,
        long failed,
        double applyMillisP50,
        double applyMillisP99,
        long notApplied,
        double lengthSeconds,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid,
        LoadReport loadWithoutEdits,
        LoadReport loadWithEdits,
        List<String> problems)
        implements BenchmarkReport {
    static final String NAME = EditUnderLoad.NAME;
    private static final double APPLY_MILLIS_P99_LIMIT = 700;

    /** What a run collected. */
    record Measured(
            long seed,
            Machine machine,
            List<AppliedEdit> edits,
            LoadReport without,
            LoadReport with,
            List<String> accessLog) {}

    static EditUnderLoadReport of(Measured measured) {
        List<Double> millis = measured.edits().stream().map(AppliedEdit::millis).toList();
        Percentiles apply = new Percentiles(millis);
        long notApplied =
                measured.edits().stream().filter(edit -> !edit.applied()).count();
        List<String> problems = new ArrayList<>();
        measured.edits().stream()
                .filter(edit -> !edit.applied())
                .map(AppliedEdit::missing)
                .forEach(problems::add);
        problems.addAll(measured.accessLog());
        return new EditUnderLoadReport(
                NAME,
                measured.seed(),
                measured.machine(),
                measured.edits().size(),
                measured.with().scheduled(),
                measured.with().failed(),
                apply.at(50),
                apply.at(99),
                notApplied,
                measured.with().lengthMillis() / 1_000,
                arms(measured, millis),
                List.of(
                        Target.none("failed", measured.with().failed()),
                        Target.none("notApplied", notApplied),
                        Target.atMost("applyMillisP99", apply.at(99), APPLY_MILLIS_P99_LIMIT)),
                invalid(measured),
                measured.without(),
                measured.with(),
                List.copyOf(problems));
    }

    private static List<Arm> arms(Measured measured, List<Double> millis) {
        List<Arm> arms = new ArrayList<>();
        arms.add(Arm.ofMillis("apply, all edits", millis));
        Map<EditKind, List<Double>> byKind = measured.edits().stream()
                .collect(Collectors.groupingBy(
                        AppliedEdit::kind, TreeMap::new, Collectors.mapping(AppliedEdit::millis, Collectors.toList())));
        byKind.forEach((kind, values) -> arms.add(Arm.ofMillis("apply, " + kind.label(), values)));
        arms.add(Arm.of("request, without edits", measured.without().latency()));
        arms.add(Arm.of("request, with edits", measured.with().latency()));
        return List.copyOf(arms);
    }

    private static @Nullable String invalid(Measured measured) {
        LoadReport load = measured.with().saturated() ? measured.with() : measured.without();
        if (!load.saturated()) {
            return null;
        }
        return load.sentLate() + " of " + load.scheduled() + " requests were sent late, the latest by "
                + Math.round(load.schedulerLagMillisMax())
                + " ms: this machine was too busy to produce the load, so the run says nothing about the mesh";
    }
}
