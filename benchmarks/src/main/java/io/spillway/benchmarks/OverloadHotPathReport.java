package io.spillway.benchmarks;

import io.spillway.benchmarks.HotPathArm.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code overload-hotpath} measured.
 *
 * @param repeats JVMs that measured each arm at each number of threads
 * @param busyBefore share of the processors that others used when nothing was measured, median over the run
 * @param results by arm and threads
 */
public record OverloadHotPathReport(
        String name,
        long seed,
        Machine machine,
        int repeats,
        double busyBefore,
        List<Result> results,
        List<Arm> arms,
        List<Target> targets,
        @Nullable String invalid)
        implements BenchmarkReport {
    static final String NAME = "overload-hotpath";

    private static final double RATIO_LIMIT = 0.5;
    /** What JMH itself allocates in a run, spread over its calls, is far below; one object in 300 calls is above. */
    private static final double BYTES_LIMIT = 0.05;

    private static final double BUSY_LIMIT = 0.15;

    /**
     * One arm at one number of threads.
     *
     * @param nanosMedian of an acquire with its release, over the repeats
     * @param nanosLeast the fastest repeat
     * @param nanosMost the slowest repeat
     * @param bytes allocated by an acquire with its release, median over the repeats
     */
    public record Result(
            String job,
            String arm,
            int threads,
            double nanosMedian,
            double nanosLeast,
            double nanosMost,
            double bytes) {}

    /** What a run collected. */
    record Measured(long seed, Machine machine, int repeats, List<Double> busyBefore, List<HotPathSample> samples) {
        List<Integer> threads() {
            return samples.stream()
                    .map(HotPathSample::threads)
                    .distinct()
                    .sorted()
                    .toList();
        }

        List<HotPathSample> of(HotPathArm arm, int threads) {
            return samples.stream()
                    .filter(sample -> sample.arm() == arm && sample.threads() == threads)
                    .sorted(Comparator.comparingInt(HotPathSample::repeat))
                    .toList();
        }

        Percentiles nanos(HotPathArm arm, int threads) {
            return new Percentiles(
                    of(arm, threads).stream().map(HotPathSample::nanos).toList());
        }

        double bytes(HotPathArm arm, int threads) {
            return new Percentiles(
                            of(arm, threads).stream().map(HotPathSample::bytes).toList())
                    .at(50);
        }
    }

    static OverloadHotPathReport of(Measured measured) {
        List<Result> results = new ArrayList<>();
        List<Arm> arms = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int threads : measured.threads()) {
            for (HotPathArm arm : HotPathArm.values()) {
                results.add(result(measured, arm, threads));
                arms.add(Arm.of(
                        arm.label() + ", " + threads(threads),
                        "ns/op",
                        measured.of(arm, threads).stream()
                                .map(HotPathSample::nanos)
                                .toList()));
            }
            for (Job job : Job.values()) {
                targets.add(Target.atMost(
                        job.label() + "RatioAt" + at(threads), ratio(measured, job, threads), RATIO_LIMIT));
            }
            for (Job job : Job.values()) {
                targets.add(Target.atMost(
                        job.label() + "BytesAt" + at(threads), measured.bytes(job.ours(), threads), BYTES_LIMIT));
            }
        }
        double busy = new Percentiles(measured.busyBefore()).at(50);
        return new OverloadHotPathReport(
                NAME,
                measured.seed(),
                measured.machine(),
                measured.repeats(),
                busy,
                List.copyOf(results),
                List.copyOf(arms),
                List.copyOf(targets),
                invalid(busy));
    }

    /** Ours by the peer that is fastest over all repeats: the median of what the repeats say, each measured at a time. */
    private static double ratio(Measured measured, Job job, int threads) {
        HotPathArm fastest = job.peers().stream()
                .min(Comparator.comparingDouble(
                        (HotPathArm peer) -> measured.nanos(peer, threads).at(50)))
                .orElseThrow();
        List<HotPathSample> ours = measured.of(job.ours(), threads);
        List<HotPathSample> peers = measured.of(fastest, threads);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i).nanos() / peers.get(i).nanos());
        }
        return new Percentiles(ratios).at(50);
    }

    private static Result result(Measured measured, HotPathArm arm, int threads) {
        Percentiles nanos = measured.nanos(arm, threads);
        double least = measured.of(arm, threads).stream()
                .mapToDouble(HotPathSample::nanos)
                .min()
                .orElseThrow();
        return new Result(
                arm.job().label(),
                arm.label(),
                threads,
                nanos.at(50),
                least,
                nanos.at(100),
                measured.bytes(arm, threads));
    }

    private static String at(int threads) {
        return threads + (threads == 1 ? "Thread" : "Threads");
    }

    private static String threads(int count) {
        return count == 1 ? "1 thread" : count + " threads";
    }

    private static @Nullable String invalid(double busy) {
        return busy <= BUSY_LIMIT
                ? null
                : String.format(
                        Locale.ROOT,
                        "other processes used %.0f%% of the processors while nothing was measured (at most %.0f%%):"
                                + " the times are theirs too",
                        100 * busy,
                        100 * BUSY_LIMIT);
    }
}
