package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong does what it does in reality. */
class FailureTest {
    private static final ServiceTime TEN_MILLIS = ServiceTime.constant(Duration.ofMillis(10));

    @Test
    void threeLayersOfThreeAttemptsBecomeTwentySevenCalls() {
        CallPolicy thrice = CallPolicy.PLAIN.withAttempts(3).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1));
        List<ServiceSpec> chain = Generators.chain(
                3,
                ServiceSpec.of("s", ServiceTime.constant(Duration.ofMillis(1))).sized(1, 64, 1_000),
                thrice);
        Topology topology = Topology.of(
                        "chain",
                        Duration.ofSeconds(10),
                        List.of(ClientSpec.of("users", "s0", Arrivals.poisson(20))
                                .with(thrice)),
                        chain)
                .with(FaultSpec.of(Duration.ZERO, Duration.ofSeconds(20), "s2", FaultSpec.Kind.ERRORS, 1));

        Report report = new SimulationRun(topology, 1).run();

        long requests = report.client("users").arrivals();
        assertThat(report.client("users").failed()).isEqualTo(requests);
        assertThat(report.service("s0").arrivals()).isEqualTo(3 * requests);
        assertThat(report.service("s1").arrivals()).isEqualTo(9 * requests);
        assertThat(report.service("s2").arrivals()).isEqualTo(27 * requests);
    }

    @Test
    void workGoesOnWhenNobodyWaitsAnyMore() {
        // Twice what one worker can do; all answers after the first second come too late, and yet it works all the
        // time.
        Report report = run(ServiceSpec.of("api", TEN_MILLIS).sized(1, 1, ServiceSpec.UNLIMITED), 200);

        assertThat(report.client("users").timeline().sum("goodput", 5, 20)).isZero();
        assertThat(report.service("api").timeline().sum("ok", 5, 20)).isCloseTo(1_500, within(2.0));
    }

    @Test
    void deadlinesThatArePropagatedSaveTheWork() {
        Report report = run(
                ServiceSpec.of("api", TEN_MILLIS)
                        .sized(1, 1, ServiceSpec.UNLIMITED)
                        .with(ServiceSpec.Deadlines.PROPAGATED),
                200);

        assertThat(report.client("users").timeline().sum("goodput", 5, 20)).isGreaterThan(200);
        assertThat(report.service("api").expired()).isGreaterThan(1_000);
    }

    @Test
    void allWorkStopsDuringAPause() {
        Report report = run(
                ServiceSpec.of("api", TEN_MILLIS).sized(1, 8, 1_000),
                100,
                FaultSpec.of(Duration.ofSeconds(5), Duration.ofMillis(900), "api", FaultSpec.Kind.PAUSE, 0));

        assertThat(report.client("users").latency().maxNanos()).isBetween(800_000_000L, 930_000_000L);
        assertThat(report.service("api").timeline().sum("ok", 5, 6)).isBetween(50.0, 110.0);
        assertThat(report.client("users").goodput())
                .isEqualTo(report.client("users").arrivals());
    }

    @Test
    void garbageIsCollectedAfterSoManyCallsAndLongerWithMoreOfThemAlive() {
        ServiceSpec service = ServiceSpec.of("api", TEN_MILLIS).sized(1, 16, 1_000);
        Duration pause = Duration.ofMillis(20);
        Report none = run(service, 500);
        Report some = run(service.with(new ServiceSpec.GarbageCollection(500, pause, Duration.ZERO)), 500);
        Report alive = run(service.with(new ServiceSpec.GarbageCollection(500, pause, Duration.ofMillis(2))), 500);

        assertThat(none.service("api").latency().maxNanos()).isLessThan(25_000_000);
        assertThat(some.service("api").latency().maxNanos()).isBetween(28_000_000L, 60_000_000L);
        assertThat(alive.service("api").latency().percentileNanos(0.99))
                .isGreaterThan(some.service("api").latency().percentileNanos(0.99) + 3e6);
    }

    @Test
    void aReplicaThatDiesTakesItsCallsAlongAndComesBackCold() {
        ServiceSpec service = ServiceSpec.of("api", TEN_MILLIS)
                .sized(2, 2, 1_000)
                .with(new ServiceSpec.WarmUp(10, Duration.ofSeconds(4)));
        Report report = run(
                service,
                100,
                FaultSpec.of(Duration.ofSeconds(5), Duration.ofSeconds(5), "api", FaultSpec.Kind.KILL, 0)
                        .ofReplicas(1));
        Timeline api = report.service("api").timeline();

        assertThat(api.column("replicas")[4]).isEqualTo(2);
        assertThat(api.column("replicas")[6]).isEqualTo(1);
        assertThat(api.column("replicas")[10]).isEqualTo(2);
        // Connections are refused until callers know; half of the calls went there.
        assertThat(api.sum("failed", 5, 6)).isBetween(30.0, 70.0);
        assertThat(api.sum("failed", 7, 20)).isZero();
        assertThat(api.column("p99Millis")[4]).isLessThan(40);
        assertThat(api.column("p99Millis")[11]).isGreaterThan(60);
        assertThat(api.column("p99Millis")[18]).isLessThan(40);
    }

    @Test
    void aReplicaThatIsDeadCallsNobody() {
        CallPolicy often = CallPolicy.PLAIN.withAttempts(100).withTimeout(Duration.ofMillis(100));
        ServiceSpec front = ServiceSpec.of("front", TEN_MILLIS)
                .sized(1, 100, 100)
                .calling(ServiceSpec.Order.SEQUENTIAL, CallSpec.to("db").with(often));
        Topology topology = Topology.of(
                        "dead",
                        Duration.ofSeconds(20),
                        List.of(ClientSpec.of("users", "front", Arrivals.poisson(20))),
                        List.of(front, ServiceSpec.of("db", TEN_MILLIS)))
                .with(
                        FaultSpec.of(Duration.ofSeconds(5), Duration.ofSeconds(20), "db", FaultSpec.Kind.BLACK_HOLE, 0),
                        FaultSpec.of(Duration.ofSeconds(10), Duration.ofSeconds(20), "front", FaultSpec.Kind.KILL, 0));

        Timeline db = new SimulationRun(topology, 1).run().service("db").timeline();

        assertThat(db.sum("arrivals", 8, 10)).isGreaterThan(500);
        assertThat(db.sum("arrivals", 11, 20)).isZero();
    }

    @Test
    void aFlushedCacheSendsTheLoadOnUntilItIsWarmAgain() {
        CacheSpec cache = new CacheSpec(2_000, 0, Duration.ofHours(1), CacheSpec.Start.FULL);
        ServiceSpec front = ServiceSpec.of("front", ServiceTime.constant(Duration.ofMillis(1)))
                .calling(ServiceSpec.Order.SEQUENTIAL, CallSpec.to("db").with(cache));
        Topology topology = Topology.of(
                        "cache",
                        Duration.ofSeconds(60),
                        List.of(ClientSpec.of("users", "front", Arrivals.poisson(200))),
                        List.of(front, ServiceSpec.of("db", TEN_MILLIS)))
                .with(FaultSpec.of(Duration.ofSeconds(10), Duration.ZERO, "front", FaultSpec.Kind.FLUSH, 1));

        Timeline db = new SimulationRun(topology, 1).run().service("db").timeline();

        // Of 2,000 equally popular keys at 200 a second, exp(-t / 10 s) are still missing.
        assertThat(db.sum("arrivals", 0, 10)).isLessThan(20);
        assertThat(db.sum("arrivals", 10, 12)).isBetween(320.0, 400.0);
        assertThat(db.sum("arrivals", 30, 32)).isBetween(25.0, 75.0);
    }

    @Test
    void whatIsNotAnsweredEndsAtTheDeadline() {
        Report report = run(
                ServiceSpec.of("api", TEN_MILLIS),
                100,
                FaultSpec.of(Duration.ofSeconds(5), Duration.ofSeconds(5), "api", FaultSpec.Kind.BLACK_HOLE, 0));
        Timeline users = report.client("users").timeline();

        assertThat(users.sum("goodput", 6, 10)).isZero();
        assertThat(users.sum("timeouts", 6, 10)).isGreaterThan(350);
        assertThat(users.sum("goodput", 11, 20)).isCloseTo(users.sum("arrivals", 11, 20), within(10.0));
    }

    @Test
    void halfTheWorkersDoHalfTheWork() {
        Report report = run(
                ServiceSpec.of("api", TEN_MILLIS).sized(1, 8, 50),
                1_000,
                FaultSpec.of(Duration.ofSeconds(10), Duration.ofSeconds(10), "api", FaultSpec.Kind.CAPACITY, 0.5));
        Timeline api = report.service("api").timeline();

        assertThat(api.sum("ok", 2, 10)).isCloseTo(8 * 800, within(20.0));
        assertThat(api.sum("ok", 12, 20)).isCloseTo(8 * 400, within(20.0));
    }

    @Test
    void aSessionGoesOnAsLongAsEachOfItsRequestsIsAnswered() {
        Topology topology = Topology.of(
                        "sessions",
                        Duration.ofSeconds(100),
                        List.of(ClientSpec.of("users", "api", Arrivals.poisson(20))
                                .withSession(10)),
                        List.of(ServiceSpec.of("api", TEN_MILLIS)))
                .with(FaultSpec.of(Duration.ZERO, Duration.ofSeconds(200), "api", FaultSpec.Kind.ERRORS, 0.1));

        Report.ClientReport users = new SimulationRun(topology, 1).run().client("users");

        assertThat((double) users.sessionsCompleted() / users.sessions()).isCloseTo(Math.pow(0.9, 10), within(0.04));
        // 1 + 0.9 + 0.9^2 ... of ten.
        assertThat((double) users.arrivals() / users.sessions()).isCloseTo((1 - Math.pow(0.9, 10)) / 0.1, within(0.2));
    }

    private static Report run(ServiceSpec service, double rate, FaultSpec... faults) {
        Topology topology = Topology.of(
                        "one",
                        Duration.ofSeconds(20),
                        List.of(ClientSpec.of("users", service.name(), Arrivals.poisson(rate))),
                        List.of(service))
                .with(faults);
        return new SimulationRun(topology, 1).run();
    }
}
