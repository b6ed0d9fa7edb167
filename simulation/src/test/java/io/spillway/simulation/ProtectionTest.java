package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.CircuitBreakerConfig;
import io.spillway.overload.OutlierConfig;
import io.spillway.overload.Priority;
import io.spillway.overload.RetryBudgetConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of module {@code overload} in its places changes what its absence would let happen. */
class ProtectionTest {
    private static final ServiceTime TEN_MILLIS = ServiceTime.exponential(Duration.ofMillis(10));
    private static final ServiceSpec API = ServiceSpec.of("api", TEN_MILLIS).sized(1, 8, ServiceSpec.UNLIMITED);
    private static final FaultSpec ERRORS =
            FaultSpec.of(Duration.ofSeconds(10), Duration.ofSeconds(20), "api", FaultSpec.Kind.ERRORS, 1);

    @Test
    void withoutAdmissionNothingIsAnsweredInTimeUnderOverloadAndWithItWhatTheServiceCanDo() {
        ClientSpec users = ClientSpec.of("users", "api", Arrivals.poisson(1_600));
        ServiceSpec protectedApi = API.with(AdaptiveAdmission.maker(AdmissionConfig.defaults()));

        assertThat(run(API, users).client("users").timeline().sum("goodput", 10, 40))
                .isZero();
        assertThat(run(protectedApi, users).client("users").timeline().sum("goodput", 10, 40))
                .isGreaterThan(0.9 * 30 * 800);
    }

    @Test
    void whatMattersMostIsServedFirst() {
        Topology topology = Topology.of(
                "priorities",
                Duration.ofSeconds(40),
                List.of(
                        ClientSpec.of("payments", "api", Arrivals.poisson(200)).with(Priority.CRITICAL),
                        ClientSpec.of("batch", "api", Arrivals.poisson(2_400)).with(Priority.SHEDDABLE)),
                List.of(API.with(AdaptiveAdmission.maker(AdmissionConfig.defaults()))));

        Report report = new SimulationRun(topology, 1).run();

        assertThat(ratio(report, "payments")).isGreaterThan(0.98);
        assertThat(ratio(report, "batch")).isBetween(0.1, 0.4);
    }

    @Test
    void aRetryBudgetKeepsRetriesFromMultiplyingTheLoad() {
        CallPolicy thrice = CallPolicy.PLAIN.withAttempts(3);

        Report without = run(API, client(thrice), ERRORS);
        Report with = run(API, client(thrice.with(RetryBudgetConfig.defaults())), ERRORS);

        assertThat(without.client("users").timeline().sum("attempts", 12, 28)).isGreaterThan(2.8 * 16 * 200);
        assertThat(with.client("users").timeline().sum("attempts", 12, 28)).isLessThan(1.15 * 16 * 200);
    }

    @Test
    void aBreakerStopsCallingWhatFailsAndComesBack() {
        CallPolicy guarded = CallPolicy.PLAIN.with(CircuitBreakerConfig.defaults());

        Report report = run(API, client(guarded), ERRORS);

        // The errors must first outweigh the successes in its window of 10 s.
        assertThat(report.service("api").timeline().sum("arrivals", 18, 29)).isLessThan(50);
        assertThat(report.client("users").timeline().sum("goodput", 37, 40)).isGreaterThan(500);
        assertThat(report.service("api").timeline().column("breakersOpen"))
                .startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                .endsWith(0, 0, 0)
                .contains(1);
    }

    @Test
    void aReplicaThatFailsFastIsLeftAlone() {
        ServiceSpec three = API.sized(3, 4, 100);
        FaultSpec one = ERRORS.ofReplicas(1);

        Report plain = run(three, client(CallPolicy.PLAIN), one);
        Report leastRequest = run(three, client(CallPolicy.PLAIN.with(Balancing.LEAST_REQUEST)), one);
        Report peakEwma = run(three, client(CallPolicy.PLAIN.with(Balancing.PEAK_EWMA)), one);
        Report outliers = run(three, client(CallPolicy.PLAIN.with(OutlierConfig.defaults())), one);

        // To look at calls in flight only makes it worse: what fails fast has the fewest.
        assertThat(failed(leastRequest)).isGreaterThan(1.2 * failed(plain));
        assertThat(failed(peakEwma)).isLessThan(0.2 * failed(plain));
        assertThat(failed(outliers)).isLessThan(0.1 * failed(plain));
    }

    @Test
    void aRateLimitLetsItsRateThrough() {
        ServiceSpec limited = API.with((simulation, replica, gate) -> new RateLimit(50, 5, simulation.nowNanos()));

        Report report = run(limited, client(CallPolicy.PLAIN));

        assertThat(report.client("users").timeline().sum("goodput", 10, 40)).isBetween(1_480.0, 1_520.0);
        assertThat(report.client("users").refused()).isGreaterThan(5_000);
    }

    private static ClientSpec client(CallPolicy policy) {
        return ClientSpec.of("users", "api", Arrivals.poisson(200)).with(policy);
    }

    private static double ratio(Report report, String client) {
        return (double) report.client(client).goodput() / report.client(client).arrivals();
    }

    private static double failed(Report report) {
        return report.client("users").failed();
    }

    private static Report run(ServiceSpec service, ClientSpec client, FaultSpec... faults) {
        return new SimulationRun(
                        Topology.of("one", Duration.ofSeconds(40), List.of(client), List.of(service))
                                .with(faults),
                        1)
                .run();
    }
}
