package io.spillway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractFilesTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void linksAreFollowedAsKubernetesMountsThem() throws IOException {
        write("..2026/orders.yaml", "service: orders\n");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026"));
        Files.createDirectories(directory.resolve("orders"));
        Files.createSymbolicLink(directory.resolve("orders/service.yaml"), Path.of("../..data/orders.yaml"));

        ContractDirectory.Result result = ContractDirectory.read(directory);

        assertThat(result.findings()).isEmpty();
        assertThat(result.contracts().services()).containsOnlyKeys("orders");
    }

    @Test
    void aLoopOfLinksEnds() throws IOException {
        write("orders/service.yaml", "service: orders\n");
        Files.createSymbolicLink(directory.resolve("orders/again"), directory);

        ContractDirectory.Result result = ContractDirectory.read(directory);

        assertThat(result.findings()).isEmpty();
        assertThat(result.contracts().services()).containsOnlyKeys("orders");
    }

    @Test
    void aLinkToNothingIsReported() throws IOException {
        write("orders/service.yaml", "service: orders\n");
        Files.createDirectories(directory.resolve("menu"));
        Files.createSymbolicLink(directory.resolve("menu/service.yaml"), Path.of("gone.yaml"));

        assertThat(ContractDirectory.read(directory).findings())
                .extracting(Finding::toString)
                .containsExactly("menu/service.yaml:1:1: error: menu/service.yaml, which is a link to nothing"
                        + " (expected: a readable file) [file-unreadable]");
    }

    @Test
    void hiddenFilesAndWhatEditorsLeaveAreNotRead() throws IOException {
        write("orders/service.yaml", "service: orders\n");
        write(".git/service.yaml", "no: contract\n");
        write("orders/.service.yaml.swp", "no: contract\n");
        write("orders/service.yaml~", "no: contract\n");
        write("orders/#service.yaml#", "no: contract\n");
        write("backup.bak/service.yaml", "no: contract\n");

        assertThat(ContractDirectory.read(directory).findings()).isEmpty();
    }

    @Test
    void aTooLargeFileIsReportedAndNotRead() throws IOException {
        write("orders/service.yaml", "# " + "x".repeat(1 << 20) + "\nservice: orders\n");

        assertThat(ContractDirectory.read(directory).findings())
                .extracting(Finding::rule)
                .containsExactly("yaml-limit");
    }

    @Test
    void aDescriptorOutsideTheDirectoryIsRefused() throws IOException {
        write("orders/service.yaml", "service: orders\ndescriptors: ../../orders.binpb\n");

        assertThat(ContractDirectory.read(directory).findings())
                .extracting(Finding::toString)
                .containsExactly("orders/service.yaml:2:14: error: ../../orders.binpb"
                        + " (expected: a file inside the contract directory) [bad-descriptors]");
    }

    @Test
    void aMissingDirectoryIsTheCallersMistake() {
        assertThatThrownBy(() -> ContractDirectory.read(directory.resolve("gone")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gone (expected: a readable directory)");
    }

    @Test
    void aBrokenContractStillAllowsTheOthersToBeChecked() throws IOException {
        write("orders/service.yaml", "service: orders\nprt: 1\negress: [{service: menu}, {service: gone}]\n");
        write("menu/service.yaml", "service: menu\nport: x\n");

        ContractDirectory.Result result = ContractDirectory.read(directory);

        assertThat(result.hasErrors()).isTrue();
        assertThat(result.findings())
                .extracting(Finding::rule)
                .containsExactly("wrong-type", "unknown-key", "unknown-egress-service");
        assertThat(result.contracts().services()).containsOnlyKeys("menu", "orders");
    }

    private void write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
