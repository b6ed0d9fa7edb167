package io.spillway.callcontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.overload.Priority;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallContextReaderTest {
    private static final long ARRIVED = -5_000_000_000L;

    private final AtomicInteger unknown = new AtomicInteger();
    private final CallContextReader reader = new CallContextReader(unknown::incrementAndGet);

    @Test
    void aRequestThatSaysNothingIsNormalAndHasNoDeadline() {
        CallContext context = reader.grpc(name -> null, null, ARRIVED);

        assertThat(context)
                .isEqualTo(new CallContext(Priority.NORMAL, PrioritySource.DEFAULT, null, null, null, null, Map.of()));
        assertThat(context.outgoingHeaders()).isEmpty();
    }

    @Test
    void theHeaderWinsOverTheContract() {
        CallContext context =
                reader.grpc(Map.of("x-spillway-priority", " critical ")::get, Priority.SHEDDABLE, ARRIVED);

        assertThat(context.priority()).isEqualTo(Priority.CRITICAL);
        assertThat(context.prioritySource()).isEqualTo(PrioritySource.HEADER);
        assertThat(context.outgoingHeaders()).containsEntry("x-spillway-priority", "CRITICAL");
    }

    @Test
    void thePriorityOfTheContractIsPassedOnToo() {
        CallContext context = reader.grpc(name -> null, Priority.HIGH, ARRIVED);

        assertThat(context.prioritySource()).isEqualTo(PrioritySource.CONTRACT);
        assertThat(context.outgoingHeaders()).containsEntry("x-spillway-priority", "HIGH");
    }

    @Test
    void anUnknownPriorityIsNormalCountedAndNotPassedOn() {
        CallContext context = reader.grpc(Map.of("x-spillway-priority", "urgent")::get, Priority.CRITICAL, ARRIVED);

        assertThat(context.priority()).isEqualTo(Priority.NORMAL);
        assertThat(context.outgoingHeaders()).isEmpty();
        assertThat(unknown).hasValue(1);
    }

    @Test
    void tenantUserCallerAndTraceAreRead() {
        Map<String, String> headers = Map.of(
                "baggage", "tenant=blue,user=u-7",
                "x-spillway-caller", "orders",
                "traceparent", "00-1-2-01",
                "tracestate", "a=b",
                "x-request-id", "r",
                "cookie", "secret");

        CallContext context = reader.http(headers::get, null, ARRIVED);

        assertThat(context.tenant()).isEqualTo("blue");
        assertThat(context.user()).isEqualTo("u-7");
        assertThat(context.caller()).isEqualTo("orders");
        assertThat(context.outgoingHeaders())
                .containsOnlyKeys("baggage", "traceparent", "tracestate", "x-request-id")
                .containsEntry("baggage", "tenant=blue,user=u-7");
    }

    @Test
    void theDeadlineCountsFromTheArrival() {
        assertThat(reader.grpc(Map.of("grpc-timeout", "1S")::get, null, ARRIVED).deadline())
                .isEqualTo(new CallDeadline(ARRIVED + 1_000_000_000));
        assertThat(reader.http(Map.of("x-envoy-expected-rq-timeout-ms", "250")::get, null, ARRIVED)
                        .deadline())
                .isEqualTo(new CallDeadline(ARRIVED + 250_000_000));
    }

    @Test
    void aGrpcCallerTrustsItsOwnTimeoutMoreThanTheSidecars() {
        Map<String, String> both = Map.of("grpc-timeout", "1S", "x-envoy-expected-rq-timeout-ms", "250");
        Map<String, String> sidecarOnly = Map.of("x-envoy-expected-rq-timeout-ms", "250");

        assertThat(reader.grpc(both::get, null, ARRIVED).deadline())
                .isEqualTo(new CallDeadline(ARRIVED + 1_000_000_000));
        assertThat(reader.grpc(sidecarOnly::get, null, ARRIVED).deadline())
                .isEqualTo(new CallDeadline(ARRIVED + 250_000_000));
    }

    @Test
    void theCohortIsTheUsersElseTheTenantsElseTheCallers() {
        CallContext all =
                new CallContext(Priority.NORMAL, PrioritySource.DEFAULT, "tenant", "user", "caller", null, Map.of());
        CallContext noUser =
                new CallContext(Priority.NORMAL, PrioritySource.DEFAULT, "tenant", null, "caller", null, Map.of());
        CallContext callerOnly =
                new CallContext(Priority.NORMAL, PrioritySource.DEFAULT, null, null, "caller", null, Map.of());

        assertThat(all.cohortName()).isEqualTo("user");
        assertThat(noUser.cohortName()).isEqualTo("tenant");
        assertThat(callerOnly.cohortName()).isEqualTo("caller");
    }
}
