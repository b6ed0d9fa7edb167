package io.spillway.simulation;

import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Type;
import io.spillway.contract.yaml.Types;
import java.time.Duration;
import java.util.Optional;

/** How long work takes: exactly one of the shapes. */
final class WorkKeys {
    private static final Type<Duration> TIME = TimeType.millis(0, 86_400_000);

    private static final Key<Duration> FAST =
            Key.required("fast", TIME).describedAs("Time of most calls.").example("5ms");
    private static final Key<Duration> SLOW =
            Key.required("slow", TIME).describedAs("Time of the others.").example("200ms");
    private static final Key<Double> SLOW_PERCENT = Key.required("slowPercent", Types.number(0, 100))
            .describedAs("Share of the others, in percent.")
            .example("5");
    private static final Key<Duration> MEDIAN =
            Key.required("median", TIME).describedAs("Half are faster.").example("10ms");
    private static final Key<Double> SIGMA = Key.required("sigma", Types.number(0.001, 4))
            .describedAs("Deviation of the logarithm; 1 has a p99 of ten times the median.")
            .example("0.5");
    private static final Key<Duration> LEAST =
            Key.required("least", TIME).describedAs("Where it begins.").example("2ms");
    private static final Key<Double> SHAPE = Key.required("shape", Types.number(1.001, 100))
            .describedAs("The smaller, the heavier the tail.")
            .example("1.5");
    private static final Key<Duration> MOST =
            Key.required("most", TIME).describedAs("Where the tail is cut.").example("2s");

    private static final Key<Duration> CONSTANT =
            Key.optional("constant", TIME).describedAs("Always the same.").example("10ms");
    private static final Key<Duration> EXPONENTIAL = Key.optional("exponential", TIME)
            .describedAs("Memoryless, with this mean.")
            .example("10ms");
    private static final Key<Section> BIMODAL = Key.optional(
                    "bimodal", Types.section(Schema.of(FAST, SLOW, SLOW_PERCENT)))
            .describedAs("One of two times.")
            .example("{fast: 5ms, slow: 200ms, slowPercent: 5}");
    private static final Key<Section> LOG_NORMAL = Key.optional("logNormal", Types.section(Schema.of(MEDIAN, SIGMA)))
            .describedAs("Log-normal, as most measured services are.")
            .example("{median: 10ms, sigma: 0.5}");
    private static final Key<Section> PARETO = Key.optional("pareto", Types.section(Schema.of(LEAST, SHAPE, MOST)))
            .describedAs("Pareto, with a heavy tail.")
            .example("{least: 2ms, shape: 1.5, most: 2s}");

    static final Schema KEYS = Schema.of(CONSTANT, EXPONENTIAL, BIMODAL, LOG_NORMAL, PARETO)
            .withExactlyOneOf(CONSTANT, EXPONENTIAL, BIMODAL, LOG_NORMAL, PARETO);

    private WorkKeys() {}

    static ServiceTime work(Section section) {
        Optional<ServiceTime> work = section.find(CONSTANT)
                .map(ServiceTime::constant)
                .or(() -> section.find(EXPONENTIAL).map(ServiceTime::exponential))
                .or(() -> section.find(BIMODAL)
                        .map(two -> ServiceTime.bimodal(two.get(FAST), two.get(SLOW), two.get(SLOW_PERCENT) / 100)))
                .or(() -> section.find(LOG_NORMAL).map(log -> ServiceTime.logNormal(log.get(MEDIAN), log.get(SIGMA))))
                .or(() -> section.find(PARETO)
                        .map(tail -> ServiceTime.pareto(tail.get(LEAST), tail.get(SHAPE), tail.get(MOST))));
        return work.orElseThrow(() -> new IllegalArgumentException("work: nothing (expected: one of its shapes)"));
    }
}
