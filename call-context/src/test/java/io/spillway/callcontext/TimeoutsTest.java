package io.spillway.callcontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    @Test
    void everyUnitOfGrpcIsRead() {
        assertThat(Timeouts.grpc("1n")).hasValue(1);
        assertThat(Timeouts.grpc("1u")).hasValue(1_000);
        assertThat(Timeouts.grpc("250m")).hasValue(Duration.ofMillis(250).toNanos());
        assertThat(Timeouts.grpc("2S")).hasValue(Duration.ofSeconds(2).toNanos());
        assertThat(Timeouts.grpc("3M")).hasValue(Duration.ofMinutes(3).toNanos());
        assertThat(Timeouts.grpc("4H")).hasValue(Duration.ofHours(4).toNanos());
    }

    @Test
    void anAbsurdTimeoutIsAYear() {
        assertThat(Timeouts.grpc("99999999H")).hasValue(Duration.ofDays(365).toNanos());
        assertThat(Timeouts.envoyMillis("99999999999"))
                .hasValue(Duration.ofDays(365).toNanos());
    }

    @Test
    void whatIsNoTimeoutIsNotThere() {
        assertThat(Timeouts.grpc("")).isEmpty();
        assertThat(Timeouts.grpc("m")).isEmpty();
        assertThat(Timeouts.grpc("-1m")).isEmpty();
        assertThat(Timeouts.grpc("1x")).isEmpty();
        assertThat(Timeouts.grpc("123456789m")).isEmpty();
        assertThat(Timeouts.envoyMillis("")).isEmpty();
        assertThat(Timeouts.envoyMillis("0")).isEmpty();
        assertThat(Timeouts.envoyMillis("1.5")).isEmpty();
        assertThat(Timeouts.envoyMillis("123456789012")).isEmpty();
    }

    @Property
    void whatIsWrittenIsReadBackNeverLonger(@ForAll @LongRange(min = 1_000, max = 99_999_999_000_000L) long nanos) {
        long read = Timeouts.grpc(Timeouts.formatGrpc(nanos)).orElseThrow();

        assertThat(read).isLessThanOrEqualTo(nanos).isGreaterThan(nanos - 1_001_000);
    }

    @Property
    void noTextMakesThemThrow(@ForAll String text) {
        Timeouts.grpc(text);
        Timeouts.envoyMillis(text);
    }
}
