package io.spillway.benchmarks;

import io.spillway.grpcserver.GuardMode;
import io.spillway.incidentlab.LatencySummary;
import io.spillway.incidentlab.LoadReport;
import io.spillway.simulation.Report.ClientReport;
import java.util.Locale;

/**
 * One load on one mode of the guard, in the real process and simulated.
 *
 * @param load offered, as a multiple of the capacity
 * @param real as measured through sockets
 * @param simulated the same service under the same load in virtual time
 * @param latency of what was answered in time, in the real process
 * @param saturated whether the load generator itself was late
 */
public record GuardedLoad(
        double load, GuardMode mode, Result real, Result simulated, LatencySummary latency, boolean saturated) {
    /**
     * What came of a load.
     *
     * @param goodputRatio answered in time, of the smaller of load and capacity
     * @param acceptedP99Millis of what was answered in time
     * @param refusedRatio refused, of all requests
     */
    public record Result(double goodputRatio, double acceptedP99Millis, double refusedRatio) {}

    private static final double MILLISECONDS = 1e6;

    static GuardedLoad of(double load, GuardMode mode, double capacity, LoadReport real, ClientReport simulated) {
        double possible = capacity * real.lengthMillis() / 1_000;
        long refused = real.failedByKind().getOrDefault(GuardedCalls.REFUSED, 0L);
        Result measured = new Result(
                real.succeeded() / Math.min(possible, (double) real.scheduled()),
                real.successLatency().p99Millis(),
                (double) refused / real.scheduled());
        Result virtual = new Result(
                simulated.goodput() / Math.min(possible, (double) simulated.arrivals()),
                simulated.latency().percentileNanos(0.99) / MILLISECONDS,
                (double) simulated.refused() / simulated.arrivals());
        return new GuardedLoad(load, mode, measured, virtual, real.successLatency(), real.saturated());
    }

    /** For people, such as {@code guard on, 1.5 x capacity}. */
    String name() {
        return String.format(Locale.ROOT, "guard %s, %.1f x capacity", mode == GuardMode.ON ? "on" : "off", load);
    }

    /** How far the two worlds are apart, in percent of what is possible. */
    double apartPercent() {
        return 100 * Math.abs(real.goodputRatio() - simulated.goodputRatio());
    }

    double missingPercent() {
        return 100 * Math.max(0, 1 - real.goodputRatio());
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-28s goodput %.2f (simulated %.2f), accepted p99 %.0f ms (%.0f), refused %.2f (%.2f)%s",
                name(),
                real.goodputRatio(),
                simulated.goodputRatio(),
                real.acceptedP99Millis(),
                simulated.acceptedP99Millis(),
                real.refusedRatio(),
                simulated.refusedRatio(),
                saturated ? ", generator late" : "");
    }
}
