package io.spillway.callcontext;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BaggageTest {
    @Test
    void aMemberIsFoundBetweenOthersWithItsPropertiesLeftOut() {
        String header = "a=1, tenant = blue;sampled=yes;x , user=u-7";

        assertThat(Baggage.member(header, "tenant")).isEqualTo("blue");
        assertThat(Baggage.member(header, "user")).isEqualTo("u-7");
        assertThat(Baggage.member(header, "a")).isEqualTo("1");
    }

    @Test
    void valuesArePercentDecodedAndAPlusStaysAPlus() {
        assertThat(Baggage.member("tenant=caf%C3%A9+1", "tenant")).isEqualTo("café+1");
    }

    @Test
    void whatIsNoMemberIsNotThere() {
        assertThat(Baggage.member(null, "tenant")).isNull();
        assertThat(Baggage.member("", "tenant")).isNull();
        assertThat(Baggage.member("tenant", "tenant")).isNull();
        assertThat(Baggage.member("tenant=", "tenant")).isNull();
        assertThat(Baggage.member("xtenant=1", "tenant")).isNull();
        assertThat(Baggage.member("tenant=%zz", "tenant")).isNull();
        assertThat(Baggage.member("tenant=" + "x".repeat(257), "tenant")).isNull();
    }

    @Property
    void noHeaderMakesItThrow(@ForAll String header) {
        Baggage.member(header, "tenant");
        Baggage.member("tenant=" + header, "tenant");
    }
}
