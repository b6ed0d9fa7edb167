package io.spillway.contract.lint;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Findings;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.RetryLayer;
import io.spillway.contract.Rule;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.contract.ServiceContract.EnvoyPatch;
import java.util.Comparator;
import java.util.Optional;

/** Two layers that retry the same call multiply; and each of them believes that it alone decides. */
final class RetryLayerRule {
    private RetryLayerRule() {}

    static void check(ContractSet contracts, Findings findings) {
        for (ServiceContract service : contracts.services().values()) {
            for (Egress egress : service.egress()) {
                ServiceContract callee =
                        egress.service() == null ? null : contracts.services().get(egress.service());
                if (callee != null && egress.applicationAttempts() > 1) {
                    checkApplication(egress, callee, service.retryLayer(), findings);
                }
            }
            for (EnvoyPatch patch : service.envoyPatches()) {
                checkPatch(service, patch, findings);
            }
            for (MethodPolicy method : service.methods().values()) {
                checkHedging(service, method, findings);
            }
        }
    }

    private static void checkApplication(Egress egress, ServiceContract callee, RetryLayer layer, Findings findings) {
        Optional<MethodPolicy> most = callee.methods().values().stream()
                .filter(method -> method.maxAttempts() > 1)
                .max(Comparator.comparingInt(MethodPolicy::maxAttempts)
                        .thenComparing(MethodPolicy::method, Comparator.reverseOrder()));
        most.ifPresent(method -> findings.add(Rule.RETRIES_AT_TWO_LAYERS.at(
                egress.location(),
                "the application tries " + egress.applicationAttempts() + " times and the "
                        + (layer == RetryLayer.SIDECAR ? "sidecar" : "client") + " tries " + method.method() + " "
                        + method.maxAttempts() + " times",
                "applicationAttempts: 1, or one attempt in the options of " + callee.name())));
    }

    private static void checkPatch(ServiceContract service, EnvoyPatch patch, Findings findings) {
        // The merge is compact JSON, so a key is always quoted and followed by its colon.
        boolean retries =
                patch.merge().contains("\"retry_policy\":") || patch.merge().contains("\"retryPolicy\":");
        if (retries && service.retryLayer() == RetryLayer.CLIENT) {
            findings.add(Rule.RETRIES_AT_TWO_LAYERS.at(
                    patch.location(),
                    "a patch that adds a retry policy to the sidecar while the client retries",
                    "no retry_policy, or retryLayer: sidecar"));
        }
    }

    private static void checkHedging(ServiceContract service, MethodPolicy method, Findings findings) {
        if (method.hedging() != null && method.retry().maxAttempts() > 1) {
            findings.add(Rule.RETRIES_AT_TWO_LAYERS.at(
                    Locations.of(service, method, "hedging"),
                    method.method() + " with hedging and retry",
                    "hedging or retry"));
        }
    }
}
