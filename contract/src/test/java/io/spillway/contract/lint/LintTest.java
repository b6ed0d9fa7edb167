package io.spillway.contract.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Finding;
import io.spillway.contract.MeshContract;
import io.spillway.contract.MethodPolicy;
import io.spillway.contract.MethodPolicy.Hedging;
import io.spillway.contract.MethodPolicy.Retry;
import io.spillway.contract.RetryLayer;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.contract.ServiceContract.Protection;
import io.spillway.contract.SidecarSize;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.options.Priority;
import io.spillway.contract.options.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LintTest {
    private final Map<String, List<MethodPolicy>> methods = new HashMap<>();
    private final Map<String, List<Egress>> egress = new TreeMap<>();

    @Test
    void aCallToItselfIsACycle() {
        call("a", "a", 1);

        assertThat(check()).containsExactly("a:1:1: error: a -> a [egress-cycle]");
    }

    @Test
    void theShortestCircleOfAGroupIsShownOnce() {
        call("a", "b", 1);
        call("b", "c", 1);
        call("c", "d", 1);
        call("d", "a", 1);
        call("c", "a", 1);

        assertThat(check()).containsExactly("a:1:1: error: a -> b -> c -> a [egress-cycle]");
    }

    @Test
    void aCircleDoesNotHideTheAmplificationBesideIt() {
        call("front", "a", 1);
        call("a", "b", 1);
        call("b", "a", 1);
        call("b", "c", 1);
        method("c", "Get", Duration.ofSeconds(1), 5);

        assertThat(check())
                .containsExactly(
                        "a:1:1: error: a -> b -> a [egress-cycle]", "b:2:1: error: b -> c (5) = 5 [max-amplification]");
    }

    @Test
    void amplificationUpToTheLimitIsAllowed() {
        call("front", "a", 1);
        call("a", "b", 1);
        method("a", "Get", Duration.ofSeconds(1), 2);
        method("b", "Get", Duration.ofSeconds(1), 2);

        assertThat(check()).isEmpty();
    }

    @Test
    void onlyTheWorstOfSeveralPathsIsShown() {
        call("front", "a", 1);
        call("front", "b", 1);
        call("a", "c", 1);
        call("b", "c", 1);
        method("b", "Get", Duration.ofSeconds(1), 3);
        method("c", "Get", Duration.ofSeconds(1), 2);

        assertThat(check()).containsExactly("front:2:1: error: front -> b (3) -> c (2) = 6 [max-amplification]");
    }

    @Test
    void whatTheApplicationRepeatsCountsToo() {
        call("front", "a", 3);
        call("a", "b", 2);

        assertThat(check()).containsExactly("front:1:1: error: front -> a (3) -> b (2) = 6 [max-amplification]");
    }

    @Test
    void aProductThatOverflowsIsStillReported() {
        for (int i = 100; i < 160; i++) {
            call("s" + i, "s" + (i + 1), 10);
        }

        assertThat(check())
                .hasSize(1)
                .first()
                .asString()
                .endsWith("49 more = more than can be counted [max-amplification]");
    }

    @Test
    void aCallerWhoseEveryMethodIsTooShortIsAnError() {
        call("a", "b", 1);
        method("a", "Get", Duration.ofMillis(800), 1);
        method("b", "Get", Duration.ofSeconds(1), 1);

        assertThat(check())
                .containsExactly("a:1:1: error: a.A/Get times out after 800ms, but b.B/Get may take 1s"
                        + " [caller-timeout-below-callee]");
    }

    @Test
    void aCallerOfWhichSomeMethodsAreTooShortIsAWarning() {
        call("a", "b", 1);
        method("a", "Get", Duration.ofMillis(800), 1);
        method("a", "Put", Duration.ofSeconds(2), 1);
        method("b", "Get", Duration.ofSeconds(1), 1);

        assertThat(check())
                .containsExactly("a:1:1: warning: a.A/Get times out after 800ms, but b.B/Get may take 1s"
                        + " [caller-timeout-below-callee]");
    }

    @Test
    void theCallersOwnRepetitionsMultiplyTheTimeOfTheCallee() {
        call("a", "b", 2);
        method("a", "Get", Duration.ofSeconds(1), 1);
        method("b", "Get", Duration.ofSeconds(1), 1);

        assertThat(check())
                .containsExactly(
                        "a:1:1: error: a.A/Get times out after 1s, but b.B/Get may take 1s and is tried 2 times"
                                + " [caller-timeout-below-callee]");
    }

    @Test
    void equalTimeoutsAreAllowed() {
        call("a", "b", 1);
        method("a", "Get", Duration.ofSeconds(1), 1);
        method("b", "Get", Duration.ofSeconds(1), 1);

        assertThat(check()).isEmpty();
    }

    @Test
    void hedgingCountsAsAttempts() {
        call("a", "b", 1);
        methods.computeIfAbsent("b", key -> new ArrayList<>())
                .add(policy("b", "Get", Duration.ofSeconds(1), 1, new Hedging(5, Duration.ofMillis(10))));

        assertThat(check()).containsExactly("a:1:1: error: a -> b (5) = 5 [max-amplification]");
    }

    private void call(String caller, String callee, int attempts) {
        List<Egress> calls = egress.computeIfAbsent(caller, key -> new ArrayList<>());
        egress.computeIfAbsent(callee, key -> new ArrayList<>());
        calls.add(new Egress(callee, null, attempts, null, new SourceLocation(caller, calls.size() + 1, 1)));
    }

    private void method(String service, String name, Duration timeout, int attempts) {
        methods.computeIfAbsent(service, key -> new ArrayList<>()).add(policy(service, name, timeout, attempts, null));
    }

    private static MethodPolicy policy(
            String service, String name, Duration timeout, int attempts, @Nullable Hedging hedging) {
        return new MethodPolicy(
                service + "." + service.toUpperCase(Locale.ROOT) + "/" + name,
                timeout,
                new Retry(
                        attempts,
                        Set.of(StatusCode.UNAVAILABLE),
                        Duration.ofMillis(25),
                        Duration.ofMillis(250),
                        1,
                        null),
                null,
                true,
                Priority.NORMAL,
                hedging,
                null,
                false,
                Map.of());
    }

    private List<String> check() {
        TreeMap<String, ServiceContract> services = new TreeMap<>();
        egress.forEach((name, calls) -> services.put(name, service(name, calls)));
        return Lint.check(new ContractSet(MeshContract.defaults(), services)).stream()
                .map(LintTest::withoutAdvice)
                .toList();
    }

    private ServiceContract service(String name, List<Egress> calls) {
        Map<String, MethodPolicy> byName = new HashMap<>();
        methods.getOrDefault(name, List.of()).forEach(method -> byName.put(method.method(), method));
        return new ServiceContract(
                name,
                "team",
                2,
                ServiceContract.Protocol.GRPC,
                8080,
                new TreeSet<>(),
                null,
                byName,
                calls,
                RetryLayer.SIDECAR,
                new Protection(null, null, 100, Duration.ofMinutes(5)),
                new SidecarSize("medium", 1, 1L << 28, 1_000),
                List.of(),
                new SourceLocation(name, 1, 1),
                Map.of());
    }

    private static String withoutAdvice(Finding finding) {
        return finding.toString().replace(" (expected: " + finding.expected() + ")", "");
    }
}
