package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsCommandTest {
    @TempDir
    private Path directory;

    /** The sources alone: no descriptors, and no spillway/options.proto, which comes with Spillway. */
    @BeforeEach
    void copyTheMarketplace() throws IOException {
        Path contracts = Repository.root().resolve("marketplace/contracts");
        try (Stream<Path> files = Files.walk(contracts)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path copy = directory.resolve(contracts.relativize(file).toString());
                try {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void everyContractHasItsDescriptorsAfterwards() {
        assertThat(Run.of("check", directory).exitCode()).isEqualTo(1);

        Run run = Run.of("descriptors", directory);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .hasSize(5)
                .contains(directory.resolve("payments/payments.binpb").toString());
        assertThat(Run.of("check", directory).exitCode()).isZero();
    }

    @Test
    void anEditOfAProtoChangesTheConfiguration() throws IOException {
        Run.of("descriptors", directory);
        String before = Run.of("render", "orders", "--config", directory).out();
        Path proto = directory.resolve("payments/payments.proto");
        String source = Files.readString(proto);
        String edited = source.replace("timeout: {seconds: 1}", "timeout: {nanos: 700000000}");
        assertThat(edited).isNotEqualTo(source);
        Files.writeString(proto, edited);

        assertThat(Run.of("descriptors", directory).exitCode()).isZero();

        assertThat(Run.of("render", "orders", "--config", directory).out())
                .isNotEqualTo(before)
                .contains("0.700s");
    }

    @Test
    void whatProtocSaysIsPrintedAndTheOldDescriptorsStay() throws IOException {
        Run.of("descriptors", directory);
        Path descriptors = directory.resolve("payments/payments.binpb");
        byte[] before = Files.readAllBytes(descriptors);
        Files.writeString(directory.resolve("payments/payments.proto"), "syntax = \"proto3\";\nmessage {\n");

        Run run = Run.of("descriptors", directory);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("payments/payments.proto:2:9: Expected message name.");
        assertThat(Files.readAllBytes(descriptors)).isEqualTo(before);
        try (Stream<Path> left = Files.list(descriptors.getParent())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("payments.binpb", "payments.proto", "service.yaml");
        }
    }
}
