package io.spillway.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where contract files come from: a directory or memory. Paths are relative, with forward slashes. */
interface ContractFiles {
    /** All regular files that are neither hidden nor left by an editor, in order. */
    List<String> paths();

    /** What looks like a file or folder to be read but cannot be, with the reason. */
    Map<String, String> unreadable();

    /**
     * The content of a file.
     *
     * @param maxBytes a larger file is reported, not read
     * @param named where a contract asks for it, for the message when it is not there
     */
    Optional<byte[]> content(String path, int maxBytes, SourceLocation named, Findings findings);

    /** Files by path. */
    static ContractFiles of(Map<String, byte[]> files) {
        return new ContractFiles() {
            @Override
            public List<String> paths() {
                return files.keySet().stream()
                        .filter(ContractFiles::isContent)
                        .sorted()
                        .toList();
            }

            @Override
            public Map<String, String> unreadable() {
                return Map.of();
            }

            @Override
            public Optional<byte[]> content(String path, int maxBytes, SourceLocation named, Findings findings) {
                byte[] content = files.get(path);
                if (content == null) {
                    findings.add(missing(path, named));
                } else if (content.length > maxBytes) {
                    findings.add(tooLarge(path, content.length, maxBytes, named));
                    return Optional.empty();
                }
                return Optional.ofNullable(content);
            }
        };
    }

    static Finding missing(String path, SourceLocation named) {
        return Rule.FILE_UNREADABLE.at(named, path + ", which is not there", "a file that exists");
    }

    static Finding tooLarge(String path, long bytes, int maxBytes, SourceLocation named) {
        return Rule.YAML_LIMIT.at(named, path + " of " + bytes + " bytes", "at most " + maxBytes + " bytes");
    }

    /** Not hidden ({@code .git}, {@code ..data}) and not what editors leave: {@code x~}, {@code #x#}, {@code x.swp}. */
    static boolean isContent(String path) {
        for (String part : path.split("/", -1)) {
            boolean temporary = part.startsWith(".")
                    || part.endsWith("~")
                    || (part.startsWith("#") && part.endsWith("#"))
                    || part.endsWith(".swp")
                    || part.endsWith(".tmp")
                    || part.endsWith(".bak");
            if (temporary) {
                return false;
            }
        }
        return true;
    }
}
