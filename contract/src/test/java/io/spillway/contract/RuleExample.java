package io.spillway.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import io.spillway.contract.lint.InstanceRules;
import io.spillway.contract.options.Options;
import io.spillway.contract.yaml.Located;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The example of one rule in {@code src/test/resources/rules}: sections {@code -- name --} with what the rule is about,
 * the files of a contract directory (descriptors in protobuf text format), and the findings that they give.
 */
record RuleExample(Rule rule, Map<String, String> sections) {
    private static final String LATIN_1 = " (latin1)";

    /** In the text of descriptors: stands for an option that a later version will have. */
    private static final String NEWER = "# option 99";

    static Path file(Rule rule) {
        return Repository.root().resolve("contract/src/test/resources/rules/" + rule.id() + ".txt");
    }

    static RuleExample of(Rule rule) throws IOException {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        StringBuilder section = new StringBuilder();
        for (String line : Files.readAllLines(file(rule))) {
            if (line.startsWith("-- ") && line.endsWith(" --")) {
                section = new StringBuilder();
                sections.put(line.substring(3, line.length() - 3), section);
            } else {
                section.append(line).append('\n');
            }
        }
        Map<String, String> text = new LinkedHashMap<>();
        sections.forEach((name, builder) -> text.put(name, builder.toString()));
        return new RuleExample(rule, text);
    }

    String about() {
        return section("about");
    }

    String expected() {
        return section("findings");
    }

    /** Everything but the prose, the findings and what is not readable text. */
    Map<String, String> readableFiles() {
        Map<String, String> files = new LinkedHashMap<>(sections);
        files.keySet().removeIf(name -> name.equals("about") || name.equals("findings") || name.endsWith(LATIN_1));
        return files;
    }

    private String section(String name) {
        return sections.getOrDefault(name, "");
    }

    String actual() throws IOException {
        ContractDirectory.Result result = ContractDirectory.read(files());
        List<Finding> findings = new ArrayList<>(result.findings());
        if (sections.containsKey("instances")) {
            findings.removeIf(finding -> finding.rule().equals(Rule.NO_CONTRACTS.id()));
            findings.addAll(instances(result.contracts()));
        }
        return findings.stream().map(finding -> finding + "\n").collect(Collectors.joining());
    }

    /** One a line: address, zone, name, service; those at the end may be left out. */
    private List<Finding> instances(ContractSet contracts) {
        List<Finding> findings = new ArrayList<>();
        List<Located<String>> addresses = new ArrayList<>();
        List<Located<String>> names = new ArrayList<>();
        int line = 0;
        for (String instance : section("instances").lines().toList()) {
            line++;
            SourceLocation at = new SourceLocation("endpoints.yaml", line, 1);
            String[] parts = instance.split(" ", -1);
            addresses.add(new Located<>(parts[0], at));
            if (parts.length > 1) {
                InstanceRules.unknownZone(contracts.mesh(), new Located<>(parts[1], at))
                        .ifPresent(findings::add);
            }
            if (parts.length > 2) {
                names.add(new Located<>(parts[2], at));
            }
            if (parts.length > 3) {
                InstanceRules.unknownService(contracts.services().keySet(), new Located<>(parts[3], at))
                        .ifPresent(findings::add);
            }
        }
        findings.addAll(InstanceRules.duplicateAddresses(addresses));
        findings.addAll(InstanceRules.duplicateInstances(names));
        return findings;
    }

    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Map.Entry<String, String> section : sections.entrySet()) {
            String name = section.getKey();
            boolean isFile = !name.equals("about") && !name.equals("findings") && !name.equals("instances");
            if (isFile) {
                Charset charset = name.endsWith(LATIN_1) ? ISO_8859_1 : UTF_8;
                files.put(
                        name.replace(LATIN_1, ""),
                        name.endsWith(".binpb")
                                ? descriptors(section.getValue())
                                : section.getValue().getBytes(charset));
            }
        }
        return files;
    }

    static byte[] descriptors(String text) throws IOException {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(registry);
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        TextFormat.merge(text, registry, set);
        if (text.contains(NEWER)) {
            MethodOptions.Builder options = set.getFileBuilder(0)
                    .getServiceBuilder(0)
                    .getMethodBuilder(0)
                    .getOptionsBuilder();
            UnknownFieldSet newer = UnknownFieldSet.newBuilder()
                    .addField(
                            99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build();
            options.setExtension(
                    Options.method,
                    options.getExtension(Options.method).toBuilder()
                            .setUnknownFields(newer)
                            .build());
        }
        return set.build().toByteArray();
    }
}
