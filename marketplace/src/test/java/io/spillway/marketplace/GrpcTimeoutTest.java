package io.spillway.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {
    @Property
    void whatIsFormattedIsParsedToAtMostAMillisecondLess(
            @ForAll @LongRange(min = 0, max = 90_000_000_000L) long micros) {
        Duration timeout = Duration.ofNanos(micros * 1_000);

        assertThat(GrpcTimeout.parse(GrpcTimeout.format(timeout)))
                .hasValueSatisfying(parsed ->
                        assertThat(parsed).isLessThanOrEqualTo(timeout).isGreaterThan(timeout.minusMillis(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "1x", "-1S", "123456789n", "1.5S"})
    void whatIsNoTimeoutIsNone(String text) {
        assertThat(GrpcTimeout.parse(text)).isEmpty();
    }
}
