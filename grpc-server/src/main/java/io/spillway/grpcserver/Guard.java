package io.spillway.grpcserver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.spillway.overload.Admission;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.AdmissionSnapshot;
import io.spillway.overload.Cohorts;
import io.spillway.overload.MethodCost;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The overload protection of one service: one limit, one queue, whatever stands before it ({@link ArmeriaGuard},
 * {@link GrpcGuard}). Thread-safe; it owns no thread and needs no closing.
 */
public final class Guard {
    private static final int LONGEST_NAME = 100;

    private final String name;
    private final GuardSettings settings;
    private final Admission admission;
    private final MethodCost costs = new MethodCost(MethodIds.MOST);
    private final MethodIds methods = new MethodIds();
    private final Cohorts cohorts = Cohorts.hourly();
    private final QueueExpiry expiry;
    private final GuardMetrics metrics;
    private final OverloadLog log;
    private final CallContextReader contexts;

    private Guard(Builder builder) {
        name = builder.name;
        settings = builder.settings == null ? DefaultSettings.get() : builder.settings;
        admission = new Admission(
                builder.config, new SplittableRandom(ThreadLocalRandom.current().nextLong()));
        expiry = new QueueExpiry(admission);
        metrics = new GuardMetrics(builder.registry, name, admission);
        log = new OverloadLog(name, this::line, System.nanoTime());
        contexts = new CallContextReader(metrics::unknownPriority);
    }

    /**
     * A guard that needs no number: it learns its limit. Its settings are the file {@code guard.yaml} in the working
     * directory, or the one that {@code SPILLWAY_GUARD_SETTINGS} names; its metrics are in Micrometer's global registry.
     *
     * @param name of the service, for metrics and logs
     * @throws IllegalArgumentException when there is a settings file and it is wrong
     */
    public static Guard of(String name) {
        return builder(name).build();
    }

    /** @param name of the service, for metrics and logs: 1 to 100 characters */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects what a guard is made of. For one thread. */
    public static final class Builder {
        private final String name;
        private MeterRegistry registry = Metrics.globalRegistry;
        private AdmissionConfig config = AdmissionConfig.defaults();
        private org.jspecify.annotations.@org.jspecify.annotations.Nullable Nullable nothing;
    }

    public String name() {
        return name;
    }

    public GuardMode mode() {
        return settings.mode();
    }

    /** The present limit, why it moved, and what happened since the start. */
    public AdmissionSnapshot snapshot() {
        return admission.snapshot();
    }
}
