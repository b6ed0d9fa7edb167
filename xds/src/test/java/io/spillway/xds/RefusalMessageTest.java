package io.spillway.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalMessageTest {
    private static final List<String> NAMES = List.of("a", "aa", "payments|v1", "b");

    @Test
    void clustersAreNamedAfterCommas() {
        assertThat(RefusalMessage.culprits(
                        "Error adding/updating cluster(s) aa: Invalid path: /x, payments|v1: no such extension", NAMES))
                .containsExactlyInAnyOrder("aa", "payments|v1");
    }

    @Test
    void listenersAreNamedOnLinesOfTheirOwn() {
        assertThat(RefusalMessage.culprits(
                        "Error adding/updating listener(s) b: has duplicate address\na: no such filter\n", NAMES))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aNameThatMerelyOccursIsNoCulprit() {
        assertThat(RefusalMessage.culprits("Error adding/updating listener(s) b: cluster a: is unknown", NAMES))
                .containsExactly("b");
        assertThat(RefusalMessage.culprits("Proto constraint validation failed: a: must not be empty", NAMES))
                .isEmpty();
    }
}
