package io.spillway.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.ContractSet;
import io.spillway.contract.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointFileTest {
    private final ContractSet contracts = Contracts.withMesh("zones: [a, b]");

    @TempDir
    private Path directory;

    @Test
    void aGoodFileGivesItsInstances() {
        EndpointFile.Result result = read("""
                endpoints:
                  payments:
                    - {instance: payments-1, address: 127.1.4.1, zone: a}
                    - {instance: payments-2, address: 127.1.4.2, port: 8080}
                """);

        assertThat(result.findings()).isEmpty();
        assertThat(result.table().of("payments"))
                .containsExactly(
                        new Endpoint(
                                "payments-1",
                                "payments",
                                "127.1.4.1",
                                15_006,
                                "a",
                                new SourceLocation("endpoints.yaml", 3, 7)),
                        new Endpoint(
                                "payments-2",
                                "payments",
                                "127.1.4.2",
                                8080,
                                "",
                                new SourceLocation("endpoints.yaml", 4, 7)));
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesTheNearest() {
        assertFindings(
                "endpoints: {payments: [{instance: p-1, adress: 127.1.4.1}]}",
                "endpoints.yaml:1:24: error: no key \"address\" in endpoints.payments[0] (expected: address: an IPv4 or"
                        + " IPv6 address) [missing-key]",
                "endpoints.yaml:1:40: error: unknown key \"adress\" in endpoints.payments[0] (expected: did you mean"
                        + " \"address\"?) [unknown-key]");
    }

    @Test
    void aServiceWithoutAContractIsAWarning() {
        EndpointFile.Result result = read("endpoints: {payment: [{instance: p-1, address: 127.1.4.1}]}");

        assertThat(result.findings())
                .extracting(Object::toString)
                .containsExactly("endpoints.yaml:1:13: warning: instances of \"payment\", which has no contract"
                        + " (expected: did you mean \"payments\"?) [unknown-endpoint-service]");
        assertThat(result.table().of("payment")).hasSize(1);
    }

    @Test
    void twoInstancesOfOneNameAreAnErrorAlsoInTwoServices() {
        assertFindings(
                """
                endpoints:
                  payments: [{instance: one, address: 127.1.4.1}]
                  menu: [{instance: one, address: 127.1.3.1}]
                """,
                "endpoints.yaml:3:21: error: instance one again (expected: a name of its own in the mesh; the first is"
                        + " at endpoints.yaml:2:25) [duplicate-instance]");
    }

    @Test
    void twoInstancesOfOneAddressAreAnError() {
        assertFindings(
                """
                endpoints:
                  payments:
                    - {instance: one, address: 127.1.4.1}
                    - {instance: two, address: 127.1.4.1, port: 15006}
                    - {instance: three, address: 127.1.4.1, port: 15007}
                """,
                "endpoints.yaml:4:32: error: address 127.1.4.1:15006 again (expected: an address of its own; the first"
                        + " is at endpoints.yaml:3:32) [duplicate-address]");
    }

    @Test
    void twoSpellingsOfOneAddressAreOneAddress() {
        assertFindings(
                "endpoints: {menu: [{instance: a, address: '::1'}, {instance: b, address: '0:0::0:1'}]}",
                "endpoints.yaml:1:74: error: address [0:0:0:0:0:0:0:1]:15006 again (expected: an address of its own;"
                        + " the first is at endpoints.yaml:1:43) [duplicate-address]");
    }

    @Test
    void aZoneThatTheMeshLacksIsAnError() {
        assertFindings(
                "endpoints: {menu: [{instance: a, address: 127.1.3.1, zone: c}]}",
                "endpoints.yaml:1:60: error: zone \"c\" (expected: did you mean \"a\"?) [unknown-zone]");
    }

    @Test
    void aMeshWithoutZonesAcceptsAny() {
        assertThat(EndpointFile.read(
                                "endpoints.yaml",
                                "endpoints: {menu: [{instance: a, address: 127.1.3.1, zone: c}]}".getBytes(UTF_8),
                                Contracts.withMesh("retryLayer: sidecar"))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'::1'", "fd00::17", "'2001:db8::1'", "'::ffff:10.0.0.1'", "10.0.0.1", "255.255.255.255"})
    void addressesOfBothFamiliesAreRead(String address) {
        assertThat(read("endpoints: {menu: [{instance: a, address: " + address + "}]}")
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.1.3",
                "127.1.3.256",
                "127.1.3.1:80",
                "'1:2'",
                "':::'",
                "'::1::'",
                "'fe80::1%eth0'",
                "'[::1]'",
                "''",
                "3"
            })
    void whatIsNoAddressIsAnErrorWhereItStands(String address) {
        EndpointFile.Result result = read("endpoints: {menu: [{instance: a, address: " + address + "}]}");

        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.location().line()).isEqualTo(1);
            assertThat(finding.location().column()).isEqualTo(43);
            assertThat(finding.expected()).contains("an IPv4 or IPv6 address");
        });
        assertThat(result.table().byService()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "---\n", "endpoints:\n", "[]", "endpoints: [a]"})
    void aFileWithoutEndpointsIsAnError(String content) {
        assertThat(read(content).findings()).isNotEmpty();
    }

    @Test
    void noInstancesAreNoError() {
        assertThat(read("endpoints: {}").findings()).isEmpty();
        assertThat(read("endpoints: {payments: []}").findings()).isEmpty();
    }

    @Test
    void fiftyThousandInstancesAreRead() {
        StringBuilder file = new StringBuilder("endpoints:\n  payments:\n");
        for (int i = 0; i < 50_000; i++) {
            file.append("    - {instance: payments-%d, address: 10.0.%d.%d, port: 15006, zone: a}%n"
                    .formatted(i, i / 250, i % 250));
        }
        EndpointFile.Result result = read(file.toString());

        assertThat(result.findings()).isEmpty();
        assertThat(result.table().of("payments")).hasSize(50_000);
    }

    @Test
    void aFileWithoutEndIsNotReadToItsEnd() throws IOException {
        Path huge = directory.resolve("endpoints.yaml");
        try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(5L << 30);
        }

        assertThat(EndpointFile.read(directory, contracts).findings())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("endpoints.yaml:1:1: error: a file of", "at most 16777216 bytes", "[yaml-limit]");
    }

    @Test
    void aDirectoryWithoutTheFileHasNoEndpoints() {
        assertThat(EndpointFile.read(directory, contracts))
                .isEqualTo(new EndpointFile.Result(EndpointTable.empty(), java.util.List.of()));
    }

    @Test
    void theFileThatMeshYamlNamesIsRead() throws IOException {
        ContractSet named = Contracts.withMesh("registry: {files: registry/all.yaml}");
        Files.createDirectories(directory.resolve("registry"));
        Files.writeString(
                directory.resolve("registry/all.yaml"),
                "endpoints: {menu: [{instance: a, address: 127.1.3.1}, {instance: a, address: 127.1.3.2}]}");

        EndpointFile.Result result = EndpointFile.read(directory, named);

        assertThat(result.table().of("menu")).hasSize(2);
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.location().file()).isEqualTo("registry/all.yaml"));
    }

    @Test
    void aFileThatMeshYamlNamesMustBeThere() {
        assertThat(EndpointFile.read(directory, Contracts.withMesh("registry: {files: all.yaml}"))
                        .findings())
                .extracting(Object::toString)
                .containsExactly("mesh.yaml:1:12: error: all.yaml, which is not there (expected: a file that exists)"
                        + " [file-unreadable]");
    }

    @Test
    void aFileOutsideTheDirectoryIsNotRead() {
        assertThat(EndpointFile.read(directory, Contracts.withMesh("registry: {files: a/../../secret.yaml}"))
                        .findings())
                .extracting(Object::toString)
                .containsExactly("mesh.yaml:1:12: error: a/../../secret.yaml, which is outside (expected: a file in the"
                        + " contract directory) [file-unreadable]");
    }

    @Test
    void aFileNamedAlmostRightIsPointedOut() throws IOException {
        Files.writeString(directory.resolve("endpoints.yml"), "endpoints: {}");

        assertThat(EndpointFile.read(directory, contracts).findings())
                .extracting(Object::toString)
                .containsExactly("endpoints.yml:1:1: warning: endpoints.yml, which is not read (expected:"
                        + " endpoints.yaml) [misnamed-file]");
    }

    private EndpointFile.Result read(String content) {
        return EndpointFile.read("endpoints.yaml", content.getBytes(UTF_8), contracts);
    }

    private void assertFindings(String content, String... findings) {
        assertThat(read(content).findings()).extracting(Object::toString).containsExactly(findings);
    }
}
