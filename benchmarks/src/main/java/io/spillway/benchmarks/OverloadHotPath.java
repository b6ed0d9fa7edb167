package io.spillway.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.spillway.benchmarks.OverloadHotPathReport.Measured;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What it costs to admit one call and to let it go, in time and in garbage, beside peers that do the same job. Each
 * measurement is a JVM of its own, run by JMH; a repeat measures every arm once, in an order drawn from the seed, so that
 * what disturbs the machine for a while disturbs all of them. Started once, by one thread.
 */
public final class OverloadHotPath {
    /** As on the command line. */
    public static final String NAME = OverloadHotPathReport.NAME;

    private static final TimeValue WARM_UP = TimeValue.milliseconds(250);
    private static final int WARM_UPS = 3;
    private static final TimeValue MEASURED = TimeValue.milliseconds(100);
    private static final int MEASUREMENTS = 7;
    private static final long LOOK_MILLIS = 300;

    /** Not the arguments of this JVM, which may be for a short life; JMH passes on the class path. No peer logs. */
    private static final String[] JVM = {
        "-Xms256m",
        "-Xmx256m",
        "-XX:+UseG1GC",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
        "-Dslf4j.internal.verbosity=ERROR"
    };

    private static final String BYTES = "gc.alloc.rate.norm";
    private static final int LEAST_REPEATS = 5;

    private final Config config;
    private final Consumer<String> progress;

    /**
     * What to do.
     *
     * @param seed of the order
     * @param repeats JVMs an arm and number of threads, at least 1; a result that counts needs 5
     * @param threads numbers of threads to measure with, each at least 1
     */
    public record Config(long seed, int repeats, List<Integer> threads) {
        public Config {
            threads = List.copyOf(threads);
            if (repeats < 1) {
                throw new IllegalArgumentException("repeats: " + repeats + " (expected: > 0)");
            }
            if (threads.isEmpty() || threads.stream().anyMatch(count -> count < 1)) {
                throw new IllegalArgumentException("threads: " + threads + " (expected: some, each > 0)");
            }
        }

        /** Five repeats with 1, 2 and 8 threads; four to five minutes. */
        public static Config ofSeed(long seed) {
            return new Config(seed, LEAST_REPEATS, List.of(1, 2, 8));
        }
    }

    /** @param progress is given a line now and then */
    public OverloadHotPath(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws IllegalStateException when JMH cannot run, such as when another one runs on this machine
     */
    public OverloadHotPathReport run() throws InterruptedException {
        List<HotPathSample> samples = new ArrayList<>();
        List<Double> busy = new ArrayList<>();
        Random random = new Random(config.seed());
        progress.accept(NAME + ": " + config.repeats() + " repeats, "
                + config.repeats() * config.threads().size() * HotPathArm.values().length
                + " JVMs of about 2.5 s each, seed " + config.seed());
        for (int repeat = 1; repeat <= config.repeats(); repeat++) {
            for (int threads : config.threads()) {
                busy.add(busy());
                List<HotPathArm> arms = new ArrayList<>(List.of(HotPathArm.values()));
                Collections.shuffle(arms, random);
                for (HotPathArm arm : arms) {
                    samples.add(measure(arm, threads, repeat));
                }
                progress.accept(line(samples, repeat, threads));
            }
        }
        return OverloadHotPathReport.of(
                new Measured(config.seed(), Machine.here("none"), config.repeats(), busy, samples));
    }

    static HotPathSample measure(HotPathArm arm, int threads, int repeat) {
        Options options = new OptionsBuilder()
                .include(Pattern.quote(arm.benchmark()) + "$")
                .threads(threads)
                .forks(1)
                .jvmArgs(JVM)
                .warmupIterations(WARM_UPS)
                .warmupTime(WARM_UP)
                .measurementIterations(MEASUREMENTS)
                .measurementTime(MEASURED)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            RunResult result = new Runner(options).runSingle();
            return new HotPathSample(
                    arm,
                    threads,
                    repeat,
                    result.getPrimaryResult().getStatistics().getPercentile(50),
                    bytes(result));
        } catch (RunnerException e) {
            throw new IllegalStateException(arm.label() + " was not measured: " + e.getMessage(), e);
        }
    }

    private static double bytes(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        if (bytes == null) {
            throw new IllegalStateException("JMH did not say what was allocated");
        }
        return bytes.getStatistics().getPercentile(50);
    }

    /** Share of the processors that are in use while this process does nothing. */
    private static double busy() throws InterruptedException {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os)) {
            return 0;
        }
        double sinceLastLook = os.getCpuLoad();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        double now = os.getCpuLoad();
        return Math.max(0, Double.isNaN(now) ? sinceLastLook : now);
    }

    private static String line(List<HotPathSample> samples, int repeat, int threads) {
        StringBuilder line = new StringBuilder()
                .append("repeat ")
                .append(repeat)
                .append(", threads ")
                .append(threads)
                .append(':');
        for (HotPathArm arm : HotPathArm.values()) {
            samples.stream()
                    .filter(sample -> sample.arm() == arm && sample.repeat() == repeat && sample.threads() == threads)
                    .forEach(sample ->
                            line.append(String.format(Locale.ROOT, " %s %.1f ns;", arm.label(), sample.nanos())));
        }
        return line.toString();
    }
}
