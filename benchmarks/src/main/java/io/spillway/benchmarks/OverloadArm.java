package io.spillway.benchmarks;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import io.spillway.overload.AdmissionConfig;
import io.spillway.simulation.AdaptiveAdmission;
import io.spillway.simulation.AdmissionControl;

/** What stands in front of the service, each with its own defaults. */
enum OverloadArm {
    NONE("none"),
    GRADIENT2("gradient2"),
    VEGAS("vegas"),
    AIMD("aimd"),
    BRPC("brpc"),
    SPILLWAY("spillway");

    private final String label;

    OverloadArm(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    AdmissionControl.Maker maker() {
        return switch (this) {
            case NONE -> AdmissionControl.none();
            case GRADIENT2 -> LimiterControl.maker(Gradient2Limit::newDefault);
            case VEGAS -> LimiterControl.maker(VegasLimit::newDefault);
            case AIMD -> LimiterControl.maker(() -> AIMDLimit.newBuilder().build());
            case BRPC -> LimiterControl.maker(BrpcLimit::new);
            case SPILLWAY -> AdaptiveAdmission.maker(AdmissionConfig.defaults());
        };
    }
}
