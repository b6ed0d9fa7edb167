package io.spillway.benchmarks;

import io.spillway.simulation.Arrivals;
import io.spillway.simulation.ClientSpec;
import io.spillway.simulation.LatencyHistogram;
import io.spillway.simulation.Report;
import io.spillway.simulation.ServiceSpec;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Timeline;
import io.spillway.simulation.Topology;
import java.time.Duration;
import java.util.List;

/**
 * One run under one load.
 *
 * @param goodputRatio answers within a second, over the smaller of load and capacity
 * @param acceptedP99Millis of what was admitted, wait included
 * @param refusedRatio of what came
 */
record GoodputRun(double goodputRatio, double acceptedP99Millis, double refusedRatio) {
    private static final int WARM_SECONDS = 10;
    private static final int SECONDS = 40;

    static GoodputRun of(OverloadArm arm, ServiceShape shape, double load, long seed) {
        LatencyHistogram accepted = new LatencyHistogram();
        ServiceSpec service = ServiceSpec.of("service", shape.time())
                .sized(1, ServiceShape.WORKERS, ServiceSpec.UNLIMITED)
                .with(AcceptedLatency.of(
                        arm.maker(), accepted, Duration.ofSeconds(WARM_SECONDS).toNanos()));
        ClientSpec client = ClientSpec.of("callers", "service", Arrivals.poisson(load * shape.capacity()));
        Report report = new SimulationRun(
                        Topology.of("overload-goodput", Duration.ofSeconds(SECONDS), List.of(client), List.of(service)),
                        seed)
                .run();
        Timeline timeline = report.client("callers").timeline();
        double arrived = timeline.sum("arrivals", WARM_SECONDS, SECONDS);
        double good = timeline.sum("goodput", WARM_SECONDS, SECONDS);
        double possible = Math.min(arrived, shape.capacity() * (SECONDS - WARM_SECONDS));
        return new GoodputRun(
                good / possible,
                accepted.percentileNanos(0.99) / 1e6,
                timeline.sum("refused", WARM_SECONDS, SECONDS) / arrived);
    }
}
