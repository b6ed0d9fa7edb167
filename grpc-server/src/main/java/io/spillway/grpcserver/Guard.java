package io.spillway.grpcserver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallContextReader;
import io.spillway.overload.Admission;
import io.spillway.overload.AdmissionConfig;
import io.spillway.overload.AdmissionSnapshot;
import io.spillway.overload.Cohorts;
import io.spillway.overload.MethodCost;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The overload protection of one service: one limit, one queue, whatever stands before it ({@link ArmeriaGuard},
 * {@link GrpcGuard}). Thread-safe; it owns no thread and needs no closing.
 */
public final class Guard {
    private static final int LONGEST_NAME = 100;

    private final String name;
    private final GuardSettings settings;
    private final LongSupplier nanoTime;
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
        nanoTime = builder.nanoTime;
        admission = new Admission(
                builder.config, new SplittableRandom(ThreadLocalRandom.current().nextLong()));
        expiry = new QueueExpiry(admission, nanoTime);
        metrics = new GuardMetrics(builder.registry, name, admission);
        log = new OverloadLog(name, this::line, nanoTime.getAsLong());
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
        private LongSupplier nanoTime = System::nanoTime;
        private @Nullable GuardSettings settings;

        private Builder(String name) {
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException(
                        "name: \"" + name + "\" (expected: 1 to " + LONGEST_NAME + " characters)");
            }
            this.name = name;
        }

        /** Where it counts, instead of Micrometer's global registry. */
        public Builder registry(MeterRegistry registry) {
            this.registry = registry;
            return this;
        }

        /** Whether it refuses, instead of the default file. */
        public Builder settings(GuardSettings settings) {
            this.settings = settings;
            return this;
        }

        /** Where its limit starts and what it never passes. The defaults suit any service. */
        public Builder admission(AdmissionConfig config) {
            this.config = config;
            return this;
        }

        /** The clock of the queue, for tests. */
        Builder nanoTime(LongSupplier clock) {
            nanoTime = clock;
            return this;
        }

        public Guard build() {
            return new Guard(this);
        }
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

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    Admission admission() {
        return admission;
    }

    QueueExpiry expiry() {
        return expiry;
    }

    GuardMetrics metrics() {
        return metrics;
    }

    OverloadLog log() {
        return log;
    }

    CallContextReader contexts() {
        return contexts;
    }

    double cost(GuardedMethod method) {
        return costs.of(methods.of(method.name()));
    }

    void learn(GuardedMethod method, long serviceNanos) {
        costs.record(methods.of(method.name()), serviceNanos);
    }

    /** Of whom nothing is known is in a random cohort: then everyone is refused sometimes. */
    int cohort(CallContext context) {
        String key = context.cohortName();
        return key == null
                ? ThreadLocalRandom.current().nextInt(Cohorts.COUNT)
                : cohorts.of(key, System.currentTimeMillis());
    }

    /** Each method's name and what a call of it costs, the mean call being 1. */
    SortedMap<String, Double> methodCosts() {
        SortedMap<String, Double> byName = new TreeMap<>();
        methods.all().forEach((method, id) -> byName.put(method, costs.of(id)));
        return byName;
    }

    private String line() {
        AdmissionSnapshot now = admission.snapshot();
        return "limit " + now.limit() + " ("
                + now.lastMove().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + "), " + now.inflight() + " running, " + now.queued() + " waiting, "
                + now.baseLatency().toMillis() + " ms without load";
    }
}
