package io.spillway.benchmarks;

import io.spillway.grpcserver.GuardMode;
import io.spillway.incidentlab.LoadConfig;
import io.spillway.incidentlab.LoadReport;
import io.spillway.incidentlab.OpenLoopLoad;
import io.spillway.overload.AdmissionConfig;
import io.spillway.simulation.AdaptiveAdmission;
import io.spillway.simulation.AdmissionControl;
import io.spillway.simulation.Arrivals;
import io.spillway.simulation.ClientSpec;
import io.spillway.simulation.Report.ClientReport;
import io.spillway.simulation.ServiceSpec;
import io.spillway.simulation.ServiceTime;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A gRPC server of known capacity under open-loop load through real sockets, with its guard off and on, beside the
 * simulation of the same service under the same load: does the guard do in a process what the simulator promises?
 * Started once, by one thread.
 */
public final class OverloadGuard {
    /** As on the command line. */
    public static final String NAME = "overload-guard";

    private static final List<Double> LOADS = List.of(0.5, 0.9, 1.5, 3.0, 5.0);
    private static final int WORKERS = 8;
    private static final Duration MEAN_WORK = Duration.ofMillis(40);
    private static final double CAPACITY = WORKERS / (MEAN_WORK.toNanos() / 1e9);
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final int USERS = 1_000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int MOST_QUEUED = 1_000_000;

    private final Config config;
    private final Consumer<String> progress;

    /**
     * What to do.
     *
     * @param seed of arrivals and service times
     * @param length of each load: 1 s to 10 min
     * @param loads as multiples of the capacity: above 0 to 10
     */
    public record Config(long seed, Duration length, List<Double> loads) {
        public Config {
            loads = List.copyOf(loads);
            for (double load : loads) {
                if (!(load > 0 && load <= 10)) {
                    throw new IllegalArgumentException("loads: " + load + " (expected: > 0, <= 10)");
                }
            }
            if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("length: " + length + " (expected: 1 s to 10 min)");
            }
        }

        /** 0.5 to 5 times the capacity, ten seconds each, off and on: about two minutes in all. */
        public static Config of(long seed) {
            return new Config(seed, Duration.ofSeconds(10), LOADS);
        }
    }

    /** @param progress is given a line now and then */
    public OverloadGuard(Config config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
    }

    /** Runs all loads, off and on in turn, so that whatever else the machine does meets both. */
    public OverloadGuardReport run() {
        progress.accept(String.format(
                Locale.ROOT,
                "%s: %d workers, %d ms each: %.0f/s; seed %d; warming up ...",
                NAME,
                WORKERS,
                MEAN_WORK.toMillis(),
                CAPACITY,
                config.seed()));
        real(GuardMode.ON, 1, WARM_UP);
        // Timeouts by the thousand are a path of their own, which must not be compiled while it is measured.
        real(GuardMode.OFF, Collections.max(config.loads()), WARM_UP);
        List<GuardedLoad> loads = new ArrayList<>();
        for (double load : config.loads()) {
            for (GuardMode mode : List.of(GuardMode.OFF, GuardMode.ON)) {
                LoadReport measured = real(mode, load, config.length());
                GuardedLoad row = GuardedLoad.of(load, mode, CAPACITY, measured, simulated(mode, load));
                progress.accept(row.line());
                loads.add(row);
            }
        }
        return OverloadGuardReport.of(config.seed(), Machine.here("not used"), CAPACITY, loads);
    }

    private LoadReport real(GuardMode mode, double load, Duration length) {
        LoadConfig open = LoadConfig.of(CAPACITY * load, config.seed())
                .withLength(length)
                .withDrain(DEADLINE.plusSeconds(1))
                .withKeptFailures(0);
        try (GuardedService service = GuardedService.start(mode, WORKERS, MEAN_WORK, config.seed());
                GuardedCalls calls = new GuardedCalls(service.port(), DEADLINE, USERS);
                OpenLoopLoad run = OpenLoopLoad.start(open, calls)) {
            return run.finished().toCompletableFuture().join();
        }
    }

    private ClientReport simulated(GuardMode mode, double load) {
        AdmissionControl.Maker admission =
                mode == GuardMode.ON ? AdaptiveAdmission.maker(AdmissionConfig.defaults()) : AdmissionControl.none();
        ServiceSpec service = ServiceSpec.of("service", ServiceTime.exponential(MEAN_WORK))
                .sized(1, WORKERS, MOST_QUEUED)
                .with(admission);
        ClientSpec client = ClientSpec.of("client", "service", Arrivals.poisson(CAPACITY * load))
                .withDeadline(DEADLINE)
                .withUsers(USERS);
        Topology topology = Topology.of(NAME, config.length(), List.of(client), List.of(service));
        return new SimulationRun(topology, config.seed()).run().client("client");
    }
}
