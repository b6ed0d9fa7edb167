package io.spillway.controlplane;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spillway.controlplane.MeshStatus.InstanceStatus;
import java.util.function.Predicate;

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
        instances(registry, "connected", InstanceStatus::connected);
        instances(registry, "settled", each -> each.connected() && each.isSettled());
        instances(registry, "refusing", each -> !each.refusals().isEmpty());
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
