package io.spillway.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * What came of a run.
 *
 * @param name of the topology
 * @param seed from which it comes again
 * @param duration how long requests came
 * @param interval of the timelines
 * @param events how many there were
 * @param clients in the order of the topology
 * @param services in the order of the topology
 * @param faults that happened
 */
public record Report(
        String name,
        long seed,
        Duration duration,
        Duration interval,
        long events,
        List<ClientReport> clients,
        List<ServiceReport> services,
        List<FaultSpec> faults) {
    /**
     * What a client got. Each request that arrived is counted in exactly one of goodput, failed, refused, timeouts.
     *
     * @param goodput answered within the deadline
     * @param failed answered with an error, or not connected
     * @param refused by admission control, a full queue, or the client's own breaker
     * @param timeouts given up at the deadline
     * @param attempts sent, over all requests
     * @param sessions that began; each is one request unless the topology says otherwise
     * @param sessionsCompleted of which every request was answered in time
     * @param latency of goodput, from arrival over all attempts
     * @param timeline per interval: see its columns; counts are of what happened within it
     */
    public record ClientReport(
            String name,
            String service,
            long arrivals,
            long goodput,
            long failed,
            long refused,
            long timeouts,
            long attempts,
            long sessions,
            long sessionsCompleted,
            LatencyHistogram latency,
            Timeline timeline) {}

    /**
     * What a service did, over all replicas; each attempt of a caller is a call of its own.
     *
     * @param failed ended with an error, or with the replica
     * @param refused by admission control or a full queue
     * @param expired dropped after their deadline
     * @param latency of what succeeded, at the replica, with the wait in its queue
     * @param timeline per interval: see its columns; inFlight, queued, limit, replicas and
     *     breakersOpen (of its callers, open or half open) at its end
     */
    public record ServiceReport(
            String name,
            long arrivals,
            long ok,
            long failed,
            long refused,
            long expired,
            LatencyHistogram latency,
            Timeline timeline) {}

    static Report of(
            Topology topology, Simulation simulation, Collection<Client> clients, Collection<Service> services) {
        return new Report(
                topology.name(),
                simulation.seed(),
                topology.duration(),
                topology.interval(),
                simulation.events(),
                clients.stream().map(Report::client).toList(),
                services.stream().map(Report::service).toList(),
                topology.faults());
    }

    private static ClientReport client(Client client) {
        ClientMeter meter = client.meter;
        return new ClientReport(
                client.spec.name(),
                client.spec.service(),
                meter.arrivals,
                meter.goodput,
                meter.failed,
                meter.refused,
                meter.timeouts,
                meter.attempts,
                meter.sessions,
                meter.sessionsCompleted,
                meter.all,
                meter.timeline);
    }

    private static ServiceReport service(Service service) {
        ServiceMeter meter = service.meter;
        meter.close();
        return new ServiceReport(
                service.spec.name(),
                meter.arrivals,
                meter.ok,
                meter.failed,
                meter.refused,
                meter.expired,
                meter.all,
                meter.timeline);
    }

    /** The client of this name. */
    public ClientReport client(String clientName) {
        return clients.stream()
                .filter(client -> client.name().equals(clientName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("client: " + clientName + " (expected: one of it)"));
    }

    /** The service of this name. */
    public ServiceReport service(String serviceName) {
        return services.stream()
                .filter(service -> service.name().equals(serviceName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("service: " + serviceName + " (expected: one of it)"));
    }

    /** As one line of JSON with a line end; the same seed gives the same bytes. */
    public String json() {
        return ReportJson.of(this);
    }

    /** For people, as some tables. */
    public String text() {
        return ReportText.of(this);
    }

    /** One HTML page with charts that needs nothing from elsewhere. */
    public String html() {
        return ReportHtml.of(this);
    }
}
