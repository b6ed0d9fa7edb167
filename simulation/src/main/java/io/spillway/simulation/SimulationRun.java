package io.spillway.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of a topology from a seed. */
public final class SimulationRun {
    private final Topology topology;
    private final Simulation simulation;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final List<Client> clients = new ArrayList<>();

    /** Everything is in place, and nothing has happened yet. */
    public SimulationRun(Topology topology, long seed) {
        this.topology = topology;
        this.simulation = new Simulation(seed);
        World world = new World(simulation);
        for (ServiceSpec spec : topology.services()) {
            services.put(spec.name(), new Service(world, spec));
        }
        services.values().forEach(service -> service.connect(services));
        new Faults(simulation, topology.faults(), services);
        for (int i = 0; i < topology.clients().size(); i++) {
            clients.add(new Client(
                    world,
                    topology.clients().get(i),
                    i,
                    services,
                    topology.duration().toNanos()));
        }
    }

    /** Its virtual time, for events of the caller's own. */
    public Simulation simulation() {
        return simulation;
    }

    /** Runs it to the end: until the last request that came within the duration has its outcome. Once. */
    public Report run() {
        long end = topology.duration().toNanos();
        long interval = topology.interval().toNanos();
        for (long time = interval; time <= end; time += interval) {
            // What happens at the very end of an interval is of the next one.
            simulation.runUntil(time - 1);
            services.values().forEach(service -> service.meter.tick(service));
            clients.forEach(Client::tick);
        }
        simulation.runUntil(end);
        // Every request is over at its deadline at the latest.
        long last = topology.clients().stream()
                .mapToLong(client -> client.deadline().toNanos())
                .max()
                .orElse(0);
        simulation.runUntil(end + last);
        clients.forEach(Client::close);
        return Report.of(topology, simulation, clients, services.values());
    }
}
