package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SidecarTransitionsTest {
    @Test
    void theDiagramIsTheOneInTheDocumentation() {
        String diagram = SidecarTransitions.TABLE.stream()
                .map(row -> "%s --%s--> %s".formatted(row.from(), row.event(), row.to()))
                .collect(Collectors.joining("\n"));
        System.out.println(diagram);
        assertThat(diagram).isEqualTo("""
                        STARTING --BECAME_READY--> READY
                        STARTING --REFUSED--> FAILED
                        STARTING --DIED--> RESTARTING
                        STARTING --CLOSED--> DRAINING
                        READY --DIED--> RESTARTING
                        READY --CLOSED--> DRAINING
                        RESTARTING --BECAME_READY--> READY
                        RESTARTING --CLOSED--> DRAINING
                        DRAINING --ENDED--> STOPPED""");
    }

    @Test
    void nothingFollowsAFinalState() {
        assertThat(Arrays.stream(SidecarState.values())
                        .filter(state -> Arrays.stream(SidecarEvent.values())
                                .allMatch(event -> SidecarTransitions.next(state, event) == state)))
                .containsExactly(SidecarState.STOPPED, SidecarState.FAILED);
    }
}
