package io.spillway.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The descriptor files that contracts name; each is parsed once, also when many services share it. For one thread. */
final class DescriptorFiles {
    private final ContractFiles files;
    private final Findings findings;
    private final Map<String, Optional<DescriptorFile>> parsed = new HashMap<>();

    DescriptorFiles(ContractFiles files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /**
     * The descriptor file that a contract names.
     *
     * @param contract the service.yaml, relative to the contract directory
     * @param name as written in it: relative to its folder
     */
    Optional<DescriptorFile> get(String contract, String name, SourceLocation named) {
        Optional<String> path = resolve(contract, name);
        if (path.isEmpty()) {
            findings.add(Rule.BAD_DESCRIPTORS.at(named, name, "a file inside the contract directory"));
            return Optional.empty();
        }
        Optional<DescriptorFile> known = parsed.get(path.get());
        if (known != null) {
            return known;
        }
        Optional<DescriptorFile> file = files.content(path.get(), DescriptorFile.MAX_BYTES, named, findings)
                .flatMap(content -> DescriptorFile.parse(path.get(), content, named, findings));
        // A file that cannot be read is reported for every contract that names it.
        if (file.isPresent()) {
            parsed.put(path.get(), file);
        }
        return file;
    }

    private static Optional<String> resolve(String contract, String name) {
        Deque<String> parts = new ArrayDeque<>();
        String folder = contract.contains("/") ? contract.substring(0, contract.lastIndexOf('/') + 1) : "";
        for (String part : (folder + name).split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }
}
