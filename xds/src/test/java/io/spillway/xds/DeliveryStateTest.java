package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.xds.DeliveryState.Fact;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryStateTest {
    @Test
    void theTableIsTheOneInTheDocumentation() {
        StringBuilder table = new StringBuilder();
        for (int bits = 0; bits < 16; bits++) {
            Set<Fact> facts = EnumSet.noneOf(Fact.class);
            int bit = 1;
            for (Fact fact : Fact.values()) {
                if ((bits & bit) != 0) {
                    facts.add(fact);
                }
                bit <<= 1;
            }
            table.append(facts).append(" -> ").append(DeliveryState.of(facts)).append('\n');
        }
        assertThat(table.toString()).isEqualTo("""
                [] -> REMOVING
                [WANTED] -> WANTED
                [IN_FLIGHT] -> REMOVING
                [WANTED, IN_FLIGHT] -> SENT
                [HELD] -> REMOVING
                [WANTED, HELD] -> ACKNOWLEDGED
                [IN_FLIGHT, HELD] -> REMOVING
                [WANTED, IN_FLIGHT, HELD] -> SENT
                [REFUSED] -> REMOVING
                [WANTED, REFUSED] -> REFUSED
                [IN_FLIGHT, REFUSED] -> REMOVING
                [WANTED, IN_FLIGHT, REFUSED] -> SENT
                [HELD, REFUSED] -> REMOVING
                [WANTED, HELD, REFUSED] -> ACKNOWLEDGED
                [IN_FLIGHT, HELD, REFUSED] -> REMOVING
                [WANTED, IN_FLIGHT, HELD, REFUSED] -> SENT
                """);
    }
}
