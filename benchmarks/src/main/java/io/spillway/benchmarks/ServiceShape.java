package io.spillway.benchmarks;

import io.spillway.simulation.ServiceTime;
import java.time.Duration;

/** How long the work takes that a simulated service of 16 workers does. */
enum ServiceShape {
    CONSTANT("constant", 16),
    EXPONENTIAL("exponential", 16 * Math.log(100)),
    BIMODAL("bimodal", 200);

    static final int WORKERS = 16;

    private final String label;
    private final double unloadedP99Millis;

    ServiceShape(String label, double unloadedP99Millis) {
        this.label = label;
        this.unloadedP99Millis = unloadedP99Millis;
    }

    String label() {
        return label;
    }

    ServiceTime time() {
        return switch (this) {
            case CONSTANT -> ServiceTime.constant(Duration.ofMillis(16));
            case EXPONENTIAL -> ServiceTime.exponential(Duration.ofMillis(16));
            case BIMODAL -> ServiceTime.bimodal(Duration.ofMillis(5), Duration.ofMillis(200), 0.05);
        };
    }

    /** The 99th percentile of the work alone. */
    double unloadedP99Millis() {
        return unloadedP99Millis;
    }

    /** Calls a second when all workers are busy. */
    double capacity() {
        return WORKERS * 1e9 / time().meanNanos();
    }
}
