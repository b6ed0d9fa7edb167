package io.spillway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spillway.contract.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTableTest {
    private static final Endpoint FIRST = endpoint("payments-1", "payments");
    private static final Endpoint SECOND = endpoint("payments-2", "payments");
    private static final Endpoint MENU = endpoint("menu-1", "menu");

    @Test
    void instancesAreGroupedByServiceInTheirOrder() {
        EndpointTable table = EndpointTable.of(List.of(SECOND, MENU, FIRST));

        assertThat(table.byService().keySet()).containsExactly("menu", "payments");
        assertThat(table.of("payments")).containsExactly(SECOND, FIRST);
        assertThat(table.of("orders")).isEmpty();
        assertThat(table.instance("menu-1")).contains(MENU);
        assertThat(table.instance("menu-2")).isEmpty();
    }

    @Test
    void tablesOfEqualEndpointsAreEqual() {
        assertThat(EndpointTable.of(List.of(FIRST, MENU)))
                .isEqualTo(EndpointTable.of(List.of(MENU, FIRST)))
                .hasSameHashCodeAs(EndpointTable.of(List.of(MENU, FIRST)))
                .isNotEqualTo(EndpointTable.of(List.of(FIRST)));
        assertThat(EndpointTable.of(List.of())).isEqualTo(EndpointTable.empty());
    }

    @Test
    void aTableDoesNotChange() {
        List<Endpoint> given = new ArrayList<>(List.of(FIRST));
        EndpointTable table = EndpointTable.of(given);

        given.add(SECOND);

        assertThat(table.of("payments")).containsExactly(FIRST);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> table.byService().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> table.of("payments").clear());
    }

    private static Endpoint endpoint(String instance, String service) {
        return new Endpoint(instance, service, "127.1.4.1", 15_006, "a", new SourceLocation("endpoints.yaml", 1, 1));
    }
}
