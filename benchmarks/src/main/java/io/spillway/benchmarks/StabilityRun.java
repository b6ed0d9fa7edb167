package io.spillway.benchmarks;

import io.spillway.simulation.Arrivals;
import io.spillway.simulation.CallSpec;
import io.spillway.simulation.ClientSpec;
import io.spillway.simulation.FaultSpec;
import io.spillway.simulation.Report;
import io.spillway.simulation.ServiceSpec;
import io.spillway.simulation.ServiceTime;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Something changes while a service runs under load, and after a while changes back. */
final class StabilityRun {
    static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration CHANGE = Duration.ofSeconds(20);
    private static final Duration CHANGE_BACK = Duration.ofSeconds(50);
    private static final Duration LENGTH = Duration.ofSeconds(80);

    /** As little as makes means over several seeds steady. */
    private static final double WITHIN = 0.95;

    private static final int TWO_SECONDS = 4;

    private static final String SERVICE = "service";
    private static final String DEPENDENCY = "dependency";

    /** What changes. All offer as much as the service can do, about 1,000 calls a second. */
    enum Scenario {
        /** Half of the workers are gone. */
        WORKERS_HALVED(FaultSpec.Kind.CAPACITY, 0.5),
        /** Each call takes twice as long. */
        WORK_DOUBLED(FaultSpec.Kind.LATENCY, 2),
        /** Workers wait for a dependency that takes ten times as long. */
        BLOCKING_DEPENDENCY(FaultSpec.Kind.LATENCY, 10),
        /** As before, and workers do other calls meanwhile: as many more can be in service as it takes longer. */
        ASYNC_DEPENDENCY(FaultSpec.Kind.LATENCY, 10);

        private final FaultSpec.Kind kind;
        private final double amount;

        Scenario(FaultSpec.Kind kind, double amount) {
            this.kind = kind;
            this.amount = amount;
        }

        private boolean ofDependency() {
            return this == BLOCKING_DEPENDENCY || this == ASYNC_DEPENDENCY;
        }
    }

    private final double[] goodputPerSecond;

    private StabilityRun(double[] goodputPerSecond) {
        this.goodputPerSecond = goodputPerSecond;
    }

    /** The mean over some seeds. */
    static StabilityRun of(Scenario scenario, ServiceShape shape, OverloadArm arm, long seed, int seeds) {
        double[] sum = {};
        for (long at = seed; at < seed + seeds; at++) {
            double[] goodput =
                    run(scenario, shape, arm, at).client("callers").timeline().column("goodput");
            sum = sum.length == 0 ? new double[goodput.length] : sum;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += goodput[i] * Duration.ofSeconds(1).toMillis() / INTERVAL.toMillis() / seeds;
            }
        }
        return new StabilityRun(sum);
    }

    private static Report run(Scenario scenario, ServiceShape shape, OverloadArm arm, long seed) {
        ServiceSpec service = ServiceSpec.of(SERVICE, shape.time())
                .sized(1, ServiceShape.WORKERS, ServiceSpec.UNLIMITED)
                .with(arm.maker());
        double load = shape.capacity();
        List<ServiceSpec> services = new ArrayList<>();
        if (scenario.ofDependency()) {
            ServiceTime half = ServiceTime.exponential(Duration.ofMillis(8));
            boolean async = scenario == Scenario.ASYNC_DEPENDENCY;
            service = ServiceSpec.of(SERVICE, async ? ServiceTime.exponential(Duration.ofMillis(16)) : half)
                    .sized(1, ServiceShape.WORKERS, ServiceSpec.UNLIMITED)
                    .with(arm.maker())
                    .with(async ? ServiceSpec.Threads.ASYNC : ServiceSpec.Threads.BLOCKING)
                    .calling(ServiceSpec.Order.SEQUENTIAL, CallSpec.to(DEPENDENCY));
            services.add(ServiceSpec.of(DEPENDENCY, half).sized(1, ServiceSpec.UNLIMITED, ServiceSpec.UNLIMITED));
            load = 800;
        }
        services.add(service);
        FaultSpec fault = FaultSpec.of(
                CHANGE,
                CHANGE_BACK.minus(CHANGE),
                scenario.ofDependency() ? DEPENDENCY : SERVICE,
                scenario.kind,
                scenario.amount);
        Topology topology = Topology.of(
                        OverloadStability.NAME,
                        LENGTH,
                        List.of(ClientSpec.of("callers", SERVICE, Arrivals.poisson(load))),
                        services)
                .withInterval(INTERVAL)
                .with(fault);
        return new SimulationRun(topology, seed).run();
    }

    double before() {
        return mean(at(CHANGE) / 2, at(CHANGE));
    }

    double during() {
        return mean(at(CHANGE.plusSeconds(15)), at(CHANGE_BACK));
    }

    double after() {
        return mean(at(CHANGE_BACK.plusSeconds(15)), goodputPerSecond.length);
    }

    /** Seconds after the change until goodput is within 5% of what it settles at. */
    double settledAfterChange() {
        return settled(CHANGE, CHANGE_BACK, during());
    }

    /** Seconds after the change back until goodput is within 5% of what it was at first. */
    double recoveredAfterChangeBack() {
        return settled(CHANGE_BACK, LENGTH, before());
    }

    /** Until two seconds together and all that follows are there, so that chance does not decide. */
    private double settled(Duration from, Duration to, double steady) {
        int first = at(from);
        int last = at(to);
        int interval = first;
        while (interval < last
                && !(mean(interval, Math.min(last, interval + TWO_SECONDS)) >= WITHIN * steady
                        && mean(interval, last) >= WITHIN * steady)) {
            interval++;
        }
        return (interval - first) * INTERVAL.toMillis() / 1_000.0;
    }

    private double mean(int from, int to) {
        return Arrays.stream(goodputPerSecond, from, to).average().orElse(Double.NaN);
    }

    private static int at(Duration time) {
        return (int) time.dividedBy(INTERVAL);
    }
}
