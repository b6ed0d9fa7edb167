package io.spillway.benchmarks;

import io.spillway.overload.Priority;
import io.spillway.simulation.Arrivals;
import io.spillway.simulation.ClientSpec;
import io.spillway.simulation.RateProfile;
import io.spillway.simulation.RateProfile.Line;
import io.spillway.simulation.Report;
import io.spillway.simulation.ServiceSpec;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Timeline;
import io.spillway.simulation.Topology;
import java.time.Duration;
import java.util.List;

/**
 * What important calls get while unimportant ones are many, and what users get under overload.
 *
 * @param criticalRatio goodput of CRITICAL while SHEDDABLE is twelve times as much, over the same without
 * @param normalRatio the same of NORMAL
 * @param sheddableRatio goodput of SHEDDABLE in that time, over what came
 * @param jainIndex of users of one priority at twice the capacity
 * @param sessionsRatio sessions that complete, of all
 */
record IsolationRun(
        double criticalRatio, double normalRatio, double sheddableRatio, double jainIndex, double sessionsRatio) {
    private static final int BEFORE_SECONDS = 20;
    private static final int RISE_SECONDS = 60;
    private static final double RISE = 12;
    private static final int USERS = 500;
    private static final ServiceShape SHAPE = ServiceShape.EXPONENTIAL;

    /** Whether a user is known by a number of its own, so that it stays in its cohort. */
    enum Users {
        KNOWN(USERS),
        /** A number for each call. */
        UNKNOWN(USERS * 1_000);

        private final int numbers;

        Users(int numbers) {
            this.numbers = numbers;
        }
    }

    static IsolationRun of(OverloadArm arm, Users users, long seed) {
        Report without = rise(arm, 1, seed);
        Report with = rise(arm, RISE, seed);
        UserSessions sessions = new UserSessions(USERS);
        overload(arm, users, sessions, seed);
        Timeline sheddable = with.client("batch").timeline();
        return new IsolationRun(
                goodput(with, "payers") / goodput(without, "payers"),
                goodput(with, "readers") / goodput(without, "readers"),
                goodput(with, "batch") / sheddable.sum("arrivals", BEFORE_SECONDS, BEFORE_SECONDS + RISE_SECONDS),
                sessions.jainIndex(),
                sessions.completedRatio());
    }

    private static double goodput(Report report, String client) {
        return report.client(client).timeline().sum("goodput", BEFORE_SECONDS, BEFORE_SECONDS + RISE_SECONDS);
    }

    /** CRITICAL 30%, NORMAL 30% and SHEDDABLE 20% of capacity, the last for a minute so many times as much. */
    private static Report rise(OverloadArm arm, double times, long seed) {
        double part = SHAPE.capacity() / 10;
        Arrivals rising = RateProfile.of(List.of(
                new Line(Duration.ofSeconds(BEFORE_SECONDS), 2 * part, 2 * part),
                new Line(Duration.ofSeconds(RISE_SECONDS), times * 2 * part, times * 2 * part),
                new Line(Duration.ofSeconds(1), 2 * part, 2 * part)));
        List<ClientSpec> clients = List.of(
                ClientSpec.of("payers", "service", Arrivals.poisson(3 * part)).with(Priority.CRITICAL),
                ClientSpec.of("readers", "service", Arrivals.poisson(3 * part)),
                ClientSpec.of("batch", "service", rising).with(Priority.SHEDDABLE));
        Topology topology = Topology.of(
                OverloadIsolation.NAME,
                Duration.ofSeconds(BEFORE_SECONDS + RISE_SECONDS + 10),
                clients,
                List.of(service().with(arm.maker())));
        return new SimulationRun(topology, seed).run();
    }

    private static void overload(OverloadArm arm, Users users, UserSessions sessions, long seed) {
        ClientSpec client = ClientSpec.of("users", "service", Arrivals.poisson(2 * SHAPE.capacity()))
                .withUsers(users.numbers);
        Topology topology = Topology.of(
                OverloadIsolation.NAME,
                Duration.ofSeconds(60),
                List.of(client),
                List.of(service().with(sessions.of(arm.maker()))));
        new SimulationRun(topology, seed).run();
    }

    private static ServiceSpec service() {
        return ServiceSpec.of("service", SHAPE.time()).sized(1, ServiceShape.WORKERS, ServiceSpec.UNLIMITED);
    }
}
