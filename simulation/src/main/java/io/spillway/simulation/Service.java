package io.spillway.simulation;

import java.util.List;
import java.util.Map;

/** All replicas of a service and what goes wrong with them at present. */
final class Service {
    final ServiceSpec spec;
    final World world;
    final ServiceMeter meter = new ServiceMeter();
    final List<Cache> caches;

    private final Replica[] replicas;
    private final int[] listed;
    private final boolean[] isListed;
    private int listedCount;
    private int version;

    Service(World world, ServiceSpec spec) {
        this.world = world;
        this.spec = spec;
        this.caches = spec.calls().stream()
                .map(call ->
                        new Cache(call.cache(), world.simulation.random("cache/" + spec.name() + "/" + call.service())))
                .toList();
        this.replicas = new Replica[spec.replicas()];
        this.listed = new int[spec.replicas()];
        this.isListed = new boolean[spec.replicas()];
        for (int i = 0; i < replicas.length; i++) {
            replicas[i] = new Replica(this, i);
        }
        list();
    }

    /** What it calls is known once all services are there. */
    void connect(Map<String, Service> services) {
        for (Replica replica : replicas) {
            replica.connect(services);
        }
    }

    int size() {
        return replicas.length;
    }

    Replica replica(int index) {
        return replicas[index];
    }

    /** How many replicas callers know of. */
    int listed() {
        return listedCount;
    }

    int listed(int position) {
        return listed[position];
    }

    boolean isListed(int replica) {
        return isListed[replica];
    }

    /** Changes with what is listed. */
    int version() {
        return version;
    }

    /** Makes known to callers which replicas there are. */
    void list() {
        version++;
        listedCount = 0;
        for (int i = 0; i < replicas.length; i++) {
            isListed[i] = replicas[i].isUp();
            if (isListed[i]) {
                listed[listedCount++] = i;
            }
        }
    }
}
