package io.spillway.controlplane;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import io.spillway.xds.DeliveryCounters;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Figures for Prometheus. None is labelled by instance or service: their number does not grow with the mesh.
 * Thread-safe.
 */
final class ControlPlaneMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ControlPlane controlPlane;
    /** Taken once for each scrape: a snapshot costs the delivery thread some time. */
    private volatile MeshStatus status;

    ControlPlaneMetrics(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
        this.status = controlPlane.status();
        FunctionCounter.builder("spillway.generations", this, each -> each.status.generation())
                .description("States since the start that changed what somebody is given")
                .register(registry);
        gauge("spillway.configuration.refused", "1 while the directory has errors", each -> each.refused() ? 1 : 0);
        gauge("spillway.services", "Services served", each -> each.services().size());
        instances("connected", InstanceStatus::connected);
        instances("settled", each -> each.connected() && each.isSettled());
        instances("refusing", each -> !each.refusals().isEmpty());
        delivery(controlPlane.ledger().counters());
    }

    /** In Prometheus' text format. */
    String scrape() {
        status = controlPlane.status();
        return registry.scrape();
    }

    private void gauge(String name, String description, ToDoubleFunction<MeshStatus> value) {
        Gauge.builder(name, this, each -> value.applyAsDouble(each.status))
                .description(description)
                .register(registry);
    }

    private void instances(String state, Predicate<InstanceStatus> predicate) {
        Gauge.builder("spillway.instances", this, each -> count(each.status.instances(), predicate))
                .tag("state", state)
                .description("Instances by state of delivery")
                .register(registry);
    }

    private static long count(List<InstanceStatus> instances, Predicate<InstanceStatus> predicate) {
        return instances.stream().filter(predicate).count();
    }

    private void delivery(DeliveryCounters counters) {
        MeterRegistry to = registry;
        xds(to, counters, "streams.opened", "Streams opened", DeliveryCounters::streamsOpened);
        xds(to, counters, "streams.rejected", "Streams of unknown nodes", DeliveryCounters::streamsRejected);
        xds(to, counters, "responses", "Responses sent", DeliveryCounters::responsesSent);
        xds(to, counters, "resources", "Resources sent as new or changed", DeliveryCounters::resourcesSent);
        xds(to, counters, "removals", "Removals sent", DeliveryCounters::removalsSent);
        xds(to, counters, "bytes", "Bytes of all responses", DeliveryCounters::bytesSent);
        xds(to, counters, "acknowledgements", "Responses acknowledged", DeliveryCounters::acknowledgements);
        xds(to, counters, "refusals", "Responses refused", DeliveryCounters::refusals);
    }

    private static void xds(
            MeterRegistry registry,
            DeliveryCounters counters,
            String name,
            String description,
            ToDoubleFunction<DeliveryCounters> value) {
        FunctionCounter.builder("spillway.xds." + name, counters, value)
                .description(description)
                .register(registry);
    }
}
