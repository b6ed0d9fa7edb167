package io.spillway.benchmarks;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import io.spillway.overload.AdmissionConfig;
import io.spillway.simulation.AdaptiveAdmission;
import io.spillway.simulation.AdmissionControl;

/** What stands in front of the service, each with its own defaults. */
enum OverloadArm {
    NONE("none", AdmissionControl.none()),
    GRADIENT2("gradient2", LimiterControl.factory(Gradient2Limit::newDefault)),
    VEGAS("vegas", LimiterControl.factory(VegasLimit::newDefault)),
    AIMD("aimd", LimiterControl.factory(() -> AIMDLimit.newBuilder().build())),
    BRPC("brpc", LimiterControl.factory(BrpcLimit::new)),
    SPILLWAY("spillway", AdaptiveAdmission.factory(AdmissionConfig.defaults()));

    private final String label;
    private final AdmissionControl.Factory factory;

    OverloadArm(String label, AdmissionControl.Factory factory) {
        this.label = label;
        this.factory = factory;
    }

    String label() {
        return label;
    }

    AdmissionControl.Factory factory() {
        return factory;
    }
}
