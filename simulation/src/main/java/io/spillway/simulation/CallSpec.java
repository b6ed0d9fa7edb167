package io.spillway.simulation;

import org.jspecify.annotations.Nullable;

/**
 * That a service calls another.
 *
 * @param service the name of the other
 * @param probability that a call of the one needs the other, 0 to 1
 * @param policy how it calls
 * @param cache in front of it; null for none
 * @param onFailure what a failure of the other means
 */
public record CallSpec(
        String service,
        double probability,
        CallPolicy policy,
        @Nullable CacheSpec cache,
        OnFailure onFailure) {
    /** What the caller does when it gets no answer. */
    public enum OnFailure {
        /** Fails too. */
        FAIL,
        /** Answers without, as with a fallback. */
        IGNORE
    }

    public CallSpec {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: " + probability + " (expected: 0 to 1)");
        }
    }

    /** Always, plainly, and failing with it. */
    public static CallSpec to(String service) {
        return new CallSpec(service, 1, CallPolicy.PLAIN, null, OnFailure.FAIL);
    }

    public CallSpec with(CallPolicy value) {
        return new CallSpec(service, probability, value, cache, onFailure);
    }

    public CallSpec with(CacheSpec value) {
        return new CallSpec(service, probability, policy, value, onFailure);
    }

    public CallSpec withProbability(double value) {
        return new CallSpec(service, value, policy, cache, onFailure);
    }

    public CallSpec withOnFailure(OnFailure value) {
        return new CallSpec(service, probability, policy, cache, value);
    }
}
