package io.spillway.benchmarks;

import io.spillway.simulation.ServiceTime;
import java.time.Duration;

/** How long the work takes that a simulated service of 16 workers does. */
enum ServiceShape {
    CONSTANT("constant", ServiceTime.constant(Duration.ofMillis(16)), 16),
    EXPONENTIAL("exponential", ServiceTime.exponential(Duration.ofMillis(16)), 16 * Math.log(100)),
    BIMODAL("bimodal", ServiceTime.bimodal(Duration.ofMillis(5), Duration.ofMillis(200), 0.05), 200);

    static final int WORKERS = 16;

    private final String label;
    private final ServiceTime time;
    private final double unloadedP99Millis;

    ServiceShape(String label, ServiceTime time, double unloadedP99Millis) {
        this.label = label;
        this.time = time;
        this.unloadedP99Millis = unloadedP99Millis;
    }

    String label() {
        return label;
    }

    ServiceTime time() {
        return time;
    }

    /** The 99th percentile of the work alone. */
    double unloadedP99Millis() {
        return unloadedP99Millis;
    }

    /** Calls a second when all workers are busy. */
    double capacity() {
        return WORKERS * 1e9 / time.meanNanos();
    }
}
