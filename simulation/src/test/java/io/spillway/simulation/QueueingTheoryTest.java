package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a formula is known, the simulation agrees with it. */
class QueueingTheoryTest {
    private static final double SERVICE_RATE = 100;

    @Test
    void oneWorkerWithExponentialWorkWaitsAsInMM1() {
        // Time in the system: 1 / (mu - lambda).
        assertThat(meanSeconds(1, 80, ServiceTime.exponential(Duration.ofMillis(10))))
                .isCloseTo(1 / (SERVICE_RATE - 80), withinPercentage(3));
    }

    @Test
    void oneWorkerWithConstantWorkWaitsHalfAsLong() {
        // Pollaczek and Khinchine, no variance: rho / (2 mu (1 - rho)) in the queue, and then the work.
        double rho = 0.8;
        assertThat(meanSeconds(1, 80, ServiceTime.constant(Duration.ofMillis(10))))
                .isCloseTo(rho / (2 * SERVICE_RATE * (1 - rho)) + 0.01, withinPercentage(3));
    }

    @Test
    void manyWorkersWaitAsErlangSays() {
        int workers = 8;
        double rate = 700;
        double waits = erlangC(workers, rate / SERVICE_RATE) / (workers * SERVICE_RATE - rate);

        assertThat(meanSeconds(workers, rate, ServiceTime.exponential(Duration.ofMillis(10))))
                .isCloseTo(waits + 1 / SERVICE_RATE, withinPercentage(3));
    }

    @Test
    void aFullQueueRefusesAsInMM1K() {
        // The part lost with K places in all: (1 - rho) rho^K / (1 - rho^(K + 1)).
        double rho = 1.2;
        int places = 5;
        Report report = run(1, places - 1, 120, ServiceTime.exponential(Duration.ofMillis(10)));
        Report.ServiceReport service = report.service("api");

        assertThat((double) service.refused() / service.arrivals())
                .isCloseTo((1 - rho) * Math.pow(rho, places) / (1 - Math.pow(rho, places + 1)), withinPercentage(3));
    }

    /** The chance to have to wait, for an offered load in Erlang. */
    private static double erlangC(int workers, double load) {
        double term = 1;
        double sum = 1;
        for (int i = 1; i < workers; i++) {
            term *= load / i;
            sum += term;
        }
        double last = term * load / workers * workers / (workers - load);
        return last / (sum + last);
    }

    private static double meanSeconds(int workers, double rate, ServiceTime work) {
        return run(workers, ServiceSpec.UNLIMITED, rate, work)
                        .service("api")
                        .latency()
                        .meanNanos()
                / 1e9;
    }

    private static Report run(int workers, int queue, double rate, ServiceTime work) {
        ClientSpec client =
                ClientSpec.of("users", "api", Arrivals.poisson(rate)).withDeadline(Duration.ofMinutes(5));
        ServiceSpec service = ServiceSpec.of("api", work).sized(1, workers, queue);
        return new SimulationRun(
                        Topology.of("queue", Duration.ofMinutes(60), List.of(client), List.of(service))
                                .withInterval(Duration.ofMinutes(1)),
                        7)
                .run();
    }
}
