package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.CircuitBreakerConfig;
import io.spillway.overload.OutlierConfig;
import io.spillway.overload.RetryBudgetConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the topology and whatever goes wrong: nothing is lost, nothing counts twice, the same seed gives the same. */
class ConservationPropertiesTest {
    @Property(tries = 150)
    void everyRequestEndsInExactlyOneOutcome(@ForAll long seed) {
        Topology topology = random(new RandomStream(seed, "topology"));

        Report report = new SimulationRun(topology, seed).run();

        for (Report.ClientReport client : report.clients()) {
            assertThat(client.goodput() + client.failed() + client.refused() + client.timeouts())
                    .as("outcomes of %s", client.name())
                    .isEqualTo(client.arrivals());
            assertThat(client.latency().count()).isEqualTo(client.goodput());
            assertThat(client.latency().maxNanos())
                    .isLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        }
        for (Report.ServiceReport service : report.services()) {
            assertThat(service.ok() + service.failed() + service.refused() + service.expired())
                    .as("ended calls of %s", service.name())
                    .isLessThanOrEqualTo(service.arrivals());
            for (double inFlight : service.timeline().column("inFlight")) {
                assertThat(inFlight).isNotNegative();
            }
        }
    }

    @Property(tries = 20)
    void theSameSeedGivesTheSameBytes(@ForAll long seed) {
        assertThat(new SimulationRun(random(new RandomStream(seed, "topology")), seed)
                        .run()
                        .json())
                .isEqualTo(new SimulationRun(random(new RandomStream(seed, "topology")), seed)
                        .run()
                        .json());
    }

    private static Topology random(RandomGenerator random) {
        int count = 1 + random.nextInt(6);
        List<ServiceSpec> services = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<CallSpec> calls = new ArrayList<>();
            for (int callee = i + 1; callee < count; callee++) {
                if (random.nextInt(2) == 0) {
                    calls.add(call("s" + callee, random));
                }
            }
            services.add(ServiceSpec.of("s" + i, work(random))
                    .sized(
                            1 + random.nextInt(3),
                            random.nextInt(4) == 0 ? ServiceSpec.UNLIMITED : 1 + random.nextInt(8),
                            random.nextInt(4) == 0 ? ServiceSpec.UNLIMITED : random.nextInt(20))
                    .with(pick(ServiceSpec.Threads.values(), random))
                    .with(pick(ServiceSpec.Deadlines.values(), random))
                    .with(
                            random.nextInt(3) == 0
                                    ? new ServiceSpec.GarbageCollection(
                                            50, Duration.ofMillis(30), Duration.ofNanos(100_000))
                                    : ServiceSpec.GarbageCollection.NONE)
                    .with(admission(random))
                    .calling(pick(ServiceSpec.Order.values(), random), calls.toArray(new CallSpec[0])));
        }
        List<ClientSpec> clients = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            clients.add(ClientSpec.of("c" + i, "s" + random.nextInt(count), Arrivals.poisson(random.nextInt(300)))
                    .with(policy(random)));
        }
        List<FaultSpec> faults = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            faults.add(fault("s" + random.nextInt(count), random));
        }
        return Topology.of("random", Duration.ofSeconds(4), clients, services).with(faults.toArray(new FaultSpec[0]));
    }

    private static AdmissionControl.Maker admission(RandomGenerator random) {
        int limit = 1 + random.nextInt(30);
        return switch (random.nextInt(3)) {
            case 0 -> AdmissionControl.none();
            case 1 -> (simulation, replica, gate) -> new FixedLimit(limit);
            default -> AdaptiveAdmission.maker(AdmissionConfig.defaults());
        };
    }

    private static CallSpec call(String service, RandomGenerator random) {
        CallSpec call = CallSpec.to(service)
                .with(policy(random))
                .withProbability(random.nextDouble())
                .withOnFailure(pick(CallSpec.OnFailure.values(), random));
        return random.nextInt(4) == 0
                ? call.with(new CacheSpec(
                        100, random.nextInt(2), Duration.ofSeconds(2), pick(CacheSpec.Start.values(), random)))
                : call;
    }

    private static CallPolicy policy(RandomGenerator random) {
        CallPolicy policy = CallPolicy.PLAIN
                .withTimeout(Duration.ofMillis(20 + random.nextInt(400)))
                .withAttempts(1 + random.nextInt(3))
                .with(pick(Balancing.values(), random))
                .with(pick(CallPolicy.Pushback.values(), random));
        return switch (random.nextInt(4)) {
            case 0 -> policy.with(RetryBudgetConfig.defaults());
            case 1 -> policy.with(CircuitBreakerConfig.defaults().withOpenFor(Duration.ofMillis(500)));
            case 2 -> policy.with(OutlierConfig.defaults());
            default -> policy;
        };
    }

    private static ServiceTime work(RandomGenerator random) {
        Duration mean = Duration.ofNanos(random.nextInt(20_000_000));
        return switch (random.nextInt(3)) {
            case 0 -> ServiceTime.constant(mean);
            case 1 -> ServiceTime.exponential(mean);
            default -> ServiceTime.bimodal(mean, mean.multipliedBy(20), 0.05);
        };
    }

    private static FaultSpec fault(String service, RandomGenerator random) {
        FaultSpec.Kind kind = pick(FaultSpec.Kind.values(), random);
        double amount = switch (kind) {
            case LATENCY -> 10 * random.nextDouble();
            case KILL -> 1 + random.nextInt(2);
            default -> random.nextDouble();
        };
        return FaultSpec.of(
                        Duration.ofMillis(random.nextInt(4_000)),
                        Duration.ofMillis(random.nextInt(2_000)),
                        service,
                        kind,
                        amount)
                .ofReplicas(random.nextInt(2) == 0 ? FaultSpec.ALL : 1 + random.nextInt(2));
    }

    private static <T> T pick(T[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }
}
