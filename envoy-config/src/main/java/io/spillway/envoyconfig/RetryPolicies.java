package io.spillway.envoyconfig;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.options.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Envoy's retry policy for a method that declared retries. */
final class RetryPolicies {
    /** The gRPC statuses that Envoy knows by name; others are matched on the header that carries them. */
    private static final Set<StatusCode> NAMED = Set.of(
            StatusCode.CANCELLED,
            StatusCode.DEADLINE_EXCEEDED,
            StatusCode.INTERNAL,
            StatusCode.RESOURCE_EXHAUSTED,
            StatusCode.UNAVAILABLE);

    private RetryPolicies() {}

    static Optional<RetryPolicy> of(MethodPolicy method) {
        MethodPolicy.Retry retry = method.retry();
        if (retry.maxAttempts() <= 1) {
            return Optional.empty();
        }
        // Never executed by the callee, so safe for every method.
        List<String> conditions = new ArrayList<>(List.of("connect-failure", "refused-stream"));
        if (method.idempotent()) {
            conditions.add("reset");
        }
        RetryPolicy.Builder policy = RetryPolicy.newBuilder()
                .setNumRetries(Protos.uint32(retry.maxAttempts() - 1))
                .setRetryBackOff(RetryBackOff.newBuilder()
                        .setBaseInterval(Protos.duration(retry.backoffBase()))
                        .setMaxInterval(Protos.duration(retry.backoffMax())))
                .addRetryHostPredicate(RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(Protos.any(PreviousHostsPredicate.getDefaultInstance())))
                .setHostSelectionRetryMaxAttempts(3);
        retry.on().stream().sorted().forEach(code -> {
            if (NAMED.contains(code)) {
                conditions.add(code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            } else {
                if (policy.getRetriableHeadersCount() == 0) {
                    conditions.add("retriable-headers");
                }
                policy.addRetriableHeaders(HeaderMatcher.newBuilder()
                        .setName("grpc-status")
                        .setStringMatch(StringMatcher.newBuilder().setExact(Integer.toString(code.getNumber()))));
            }
        });
        if (retry.perAttemptTimeout() != null) {
            policy.setPerTryTimeout(Protos.duration(retry.perAttemptTimeout()));
        }
        return Optional.of(policy.setRetryOn(String.join(",", conditions)).build());
    }

    /** The part that gRPC understands (gRFC A44); it has no per-attempt timeout, host predicates or header matches. */
    static RetryPolicy forGrpcClient(RetryPolicy policy) {
        return RetryPolicy.newBuilder()
                .setRetryOn(policy.getRetryOn())
                .setNumRetries(policy.getNumRetries())
                .setRetryBackOff(policy.getRetryBackOff())
                .build();
    }
}
