package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the faults of a topology happen, and end. */
final class Faults {
    private final List<FaultSpec> specs;
    private final List<FaultSpec> active = new ArrayList<>();
    private final Map<String, Service> services;
    private final Simulation simulation;

    Faults(Simulation simulation, List<FaultSpec> specs, Map<String, Service> services) {
        this.simulation = simulation;
        this.specs = specs;
        this.services = services;
        for (int i = 0; i < specs.size(); i++) {
            long begin = specs.get(i).at().toNanos();
            simulation.at(begin, this::begin, i);
            simulation.at(begin + specs.get(i).duration().toNanos(), this::end, i);
        }
    }

    private void begin(long nowNanos, long index) {
        FaultSpec fault = specs.get((int) index);
        Service service = Topology.find(services, fault.service());
        active.add(fault);
        apply(service, nowNanos);
        for (int i = 0; i < Math.min(fault.replicas(), service.size()); i++) {
            switch (fault.kind()) {
                case KILL -> service.replica(i).kill(nowNanos);
                case PAUSE -> service.replica(i).pause(fault.duration().toNanos(), nowNanos);
                case LATENCY, ERRORS, CAPACITY, BLACK_HOLE, FLUSH -> {}
            }
        }
        if (fault.kind() == FaultSpec.Kind.KILL) {
            announce(service);
        }
        if (fault.kind() == FaultSpec.Kind.FLUSH) {
            service.caches.forEach(cache -> cache.flush(fault.amount()));
        }
    }

    private void end(long nowNanos, long index) {
        FaultSpec fault = specs.get((int) index);
        Service service = Topology.find(services, fault.service());
        active.remove(fault);
        apply(service, nowNanos);
        if (fault.kind() == FaultSpec.Kind.KILL) {
            for (int i = 0; i < Math.min(fault.replicas(), service.size()); i++) {
                service.replica(i).join(nowNanos);
            }
            announce(service);
        }
    }

    private void announce(Service service) {
        simulation.after(service.spec.discovery().toNanos(), (now, argument) -> service.list(), 0);
    }

    /** From all active faults anew, so that nothing of an ended one is left. */
    private void apply(Service service, long nowNanos) {
        for (int i = 0; i < service.size(); i++) {
            Condition condition = service.replica(i).condition();
            condition.restore();
            for (FaultSpec fault : active) {
                if (fault.service().equals(service.spec.name()) && i < fault.replicas()) {
                    condition.suffer(fault);
                }
            }
            service.replica(i).conditionChanged(nowNanos);
        }
    }
}
