package io.spillway.controlplane;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import io.spillway.xds.DeliveryCounters;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Figures for Prometheus. None is labelled by instance or service: their number does not grow with the mesh. */
final class ControlPlaneMetrics implements MeterBinder {
    private final ControlPlane controlPlane;

    ControlPlaneMetrics(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(
                        "spillway.generations",
                        controlPlane,
                        each -> each.current().generation())
                .description("States published since the start")
                .register(registry);
        Gauge.builder(
                        "spillway.configuration.refused",
                        controlPlane,
                        each -> each.current().isRefused() ? 1 : 0)
                .description("1 while the directory has errors and an older state is served")
                .register(registry);
        Gauge.builder(
                        "spillway.services",
                        controlPlane,
                        each -> each.status().services().size())
                .description("Services served")
                .register(registry);
        delivery(registry, "responses", "Responses sent to sidecars and clients", DeliveryCounters::responsesSent);
        delivery(registry, "resources", "Resources sent as new or changed", DeliveryCounters::resourcesSent);
        delivery(registry, "removals", "Removals sent", DeliveryCounters::removalsSent);
        delivery(registry, "bytes", "Serialised bytes of all responses", DeliveryCounters::bytesSent);
        delivery(registry, "refusals", "Responses that a sidecar or client refused", DeliveryCounters::refusals);
        delivery(registry, "streams", "Streams opened", DeliveryCounters::streamsOpened);
        instances(registry, "connected", InstanceStatus::connected);
        instances(registry, "settled", each -> each.connected() && each.isSettled());
        instances(registry, "refusing", each -> !each.refusals().isEmpty());
    }

    private void delivery(
            MeterRegistry registry, String name, String description, ToDoubleFunction<DeliveryCounters> figure) {
        FunctionCounter.builder(
                        "spillway.delivery." + name,
                        controlPlane,
                        each -> figure.applyAsDouble(each.ledger().counters()))
                .description(description + " since the start")
                .register(registry);
    }

    private void instances(MeterRegistry registry, String state, Predicate<InstanceStatus> predicate) {
        Gauge.builder(
                        "spillway.instances",
                        controlPlane,
                        each -> each.status().instances().stream()
                                .filter(predicate)
                                .count())
                .tag("state", state)
                .description("Instances by state of delivery")
                .register(registry);
    }
}
