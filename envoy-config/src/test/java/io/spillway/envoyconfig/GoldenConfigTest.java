package io.spillway.envoyconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configuration of each example contract is the one that was reviewed. After a wanted change: {@code mvn test -pl
 * envoy-config -am -Dspillway.update=true}, then read the difference.
 */
final class GoldenConfigTest {
    private static final Path GOLDEN = Path.of(System.getProperty("basedir", "."), "src/test/golden");

    static Stream<String> services() {
        return Examples.state().contracts().services().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theConfigurationIsTheOneThatWasReviewed(String service) throws IOException {
        String actual = ResourceYaml.print(Examples.compile(service).resources());

        Path golden = GOLDEN.resolve(service + ".yaml");
        if (Boolean.getBoolean("spillway.update")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
