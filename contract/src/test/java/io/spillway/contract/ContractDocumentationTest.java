package io.spillway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Schema;
import io.spillway.contract.yaml.SchemaTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractDocumentationTest {
    private static final Path PAGE = Repository.root().resolve("docs/contract.md");

    @Test
    void thePageShowsEveryKeyOfServiceYaml() throws IOException {
        assertSection("service.yaml", SchemaTables.of("service.yaml", ServiceFile.KEYS));
    }

    @Test
    void thePageShowsEveryKeyOfMeshYaml() throws IOException {
        assertSection("mesh.yaml", SchemaTables.of("mesh.yaml", MeshFile.KEYS));
    }

    @Test
    void thePageShowsEveryOption() throws IOException {
        StringBuilder table =
                new StringBuilder("| option | value | default | what it does | example | becomes in Envoy |\n");
        table.append("|---|---|---|---|---|---|\n");
        for (Option option : OptionTable.ALL) {
            row(
                    table,
                    code(option.path()),
                    option.range(),
                    option.defaultText().equals("required")
                                    || option.defaultText().equals("-")
                            ? option.defaultText()
                            : code(option.defaultText().replace("`", "")),
                    option.description(),
                    code(option.example()),
                    envoy(option.envoyField()));
        }
        assertSection("options", table + "\n");
    }

    @Test
    void theTableOfOptionsIsThatOfTheProto() {
        assertThat(OptionTable.ALL.stream().map(Option::path).toList())
                .containsExactlyElementsOf(paths("", CallOptions.getDescriptor()));
    }

    @Test
    void everyKeyIsDescribedWithAnExample() {
        assertDescribed(ServiceFile.KEYS);
        assertDescribed(MeshFile.KEYS);
    }

    @Test
    void theSchemasForEditorsAreCommitted() throws IOException {
        Path folder = Repository.root().resolve("docs/schema");
        Repository.assertCommitted(folder.resolve("service.schema.json"), ContractSchema.service());
        Repository.assertCommitted(folder.resolve("mesh.schema.json"), ContractSchema.mesh());
    }

    private static void assertDescribed(Schema schema) {
        for (Key<?> key : schema.keys()) {
            assertThat(key.description()).as("description of %s", key).isNotBlank();
            assertThat(key.example()).as("example of %s", key).isNotBlank();
            key.type().inner().ifPresent(ContractDocumentationTest::assertDescribed);
        }
    }

    private static List<String> paths(String prefix, Descriptor message) {
        List<String> paths = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.getMessageType()
                            .getFullName()
                            .equals(Duration.getDescriptor().getFullName());
            if (nested) {
                paths.addAll(paths(prefix + field.getName() + ".", field.getMessageType()));
            } else {
                paths.add(prefix + field.getName());
            }
        }
        return paths;
    }

    private static void assertSection(String name, String content) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- generated: " + name + " -->\n";
        String end = "<!-- end: " + name + " -->";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertThat(to).as("markers of %s in %s", name, PAGE).isGreaterThanOrEqualTo(from);
        Repository.assertCommitted(PAGE, page.substring(0, from) + "\n" + content + page.substring(to));
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String envoy(String field) {
        return field.isEmpty() ? "-" : field;
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
