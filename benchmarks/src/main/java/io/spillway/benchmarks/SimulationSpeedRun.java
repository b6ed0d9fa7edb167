package io.spillway.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.overload.AdmissionConfig;
import io.spillway.simulation.AdaptiveAdmission;
import io.spillway.simulation.Arrivals;
import io.spillway.simulation.CallPolicy;
import io.spillway.simulation.ClientSpec;
import io.spillway.simulation.Generators;
import io.spillway.simulation.Report;
import io.spillway.simulation.ServiceSpec;
import io.spillway.simulation.ServiceTime;
import io.spillway.simulation.SimulationRun;
import io.spillway.simulation.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** One simulation in a JVM of its own, which prints what it took as one line of JSON. */
final class SimulationSpeedRun {
    /** What is simulated. */
    enum Load {
        /** A million requests to one service at 0.8 of what it can do. */
        MILLION,
        /** A million requests at twice that, retried, before the adaptive limit. */
        MILLION_LIMITED,
        /** A graph of 1,000 services and 2,000 replicas at 30,000 calls a second for 10 minutes. */
        GRAPH
    }

    /**
     * What it took.
     *
     * @param requests of clients
     * @param calls at all services
     * @param wallSeconds to build and run it
     * @param cpuSeconds of all threads of the JVM, its compiler and collector included
     * @param peakHeapBytes most that was used of the heap, garbage included
     */
    record Cost(long requests, long calls, long events, double wallSeconds, double cpuSeconds, long peakHeapBytes) {
        /** The time on one core: what the JVM does beside would have to be done there too. */
        double seconds() {
            return Math.max(wallSeconds, cpuSeconds);
        }
    }

    private SimulationSpeedRun() {}

    /** Nobody writes to standard input; it ends with the process that holds its other end, however that one ends. */
    private static void endWithParent() {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The same as its end.
            }
            Runtime.getRuntime().halt(1);
        });
    }

    /** Arguments: load and seed. */
    public static void main(String[] args) throws IOException {
        endWithParent();
        long wall = System.nanoTime();
        long cpu = cpuNanos();
        Report report = new SimulationRun(topology(Load.valueOf(args[0])), Long.parseLong(args[1])).run();
        Cost cost = new Cost(
                report.clients().stream()
                        .mapToLong(Report.ClientReport::arrivals)
                        .sum(),
                report.services().stream()
                        .mapToLong(Report.ServiceReport::arrivals)
                        .sum(),
                report.events(),
                (System.nanoTime() - wall) / 1e9,
                (cpuNanos() - cpu) / 1e9,
                peakHeapBytes());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(new ObjectMapper().writeValueAsString(cost));
    }

    static Topology topology(Load load) {
        ServiceSpec service = ServiceSpec.of("service", ServiceTime.exponential(Duration.ofMillis(10)))
                .sized(1, 10, 1_000);
        return switch (load) {
            case MILLION -> one(service, Arrivals.poisson(800), CallPolicy.PLAIN, 1_250);
            case MILLION_LIMITED ->
                one(
                        service.with(AdaptiveAdmission.maker(AdmissionConfig.defaults())),
                        Arrivals.poisson(2_000),
                        CallPolicy.PLAIN.withAttempts(2),
                        500);
            case GRAPH -> Generators.graph(1_000, 2_000, 30_000, Duration.ofMinutes(10), 1);
        };
    }

    private static Topology one(ServiceSpec service, Arrivals arrivals, CallPolicy policy, long seconds) {
        ClientSpec client = ClientSpec.of("clients", service.name(), arrivals).with(policy);
        return Topology.of("speed", Duration.ofSeconds(seconds), List.of(client), List.of(service));
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getProcessCpuTime()
                : 0;
    }

    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
