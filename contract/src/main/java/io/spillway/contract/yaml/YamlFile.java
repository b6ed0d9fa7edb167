package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** One YAML file of exactly one document, from bytes to nodes. Whatever the bytes are, it answers with findings. */
public final class YamlFile {
    private final String file;
    private final YamlLimits limits;
    private final Findings findings;

    private YamlFile(String file, YamlLimits limits, Findings findings) {
        this.file = file;
        this.limits = limits;
        this.findings = findings;
    }

    /**
     * Parses a file.
     *
     * @param file the name that positions carry
     * @param findings receives what is wrong; at least one finding when the result is empty
     */
    public static Optional<YamlNode> parse(String file, byte[] content, YamlLimits limits, Findings findings) {
        return new YamlFile(file, limits, findings).parse(content);
    }

    private Optional<YamlNode> parse(byte[] content) {
        SourceLocation start = new SourceLocation(file, 1, 1);
        if (content.length > limits.maxBytes()) {
            findings.add(Rule.YAML_LIMIT.at(
                    start, "a file of " + content.length + " bytes", "at most " + limits.maxBytes() + " bytes"));
            return Optional.empty();
        }
        Optional<String> text = decode(content);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return build(text.get(), start);
        } catch (MarkedYamlEngineException e) {
            SourceLocation location = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> location(file, mark))
                    .orElse(start);
            String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
            findings.add(Rule.YAML_SYNTAX.at(location, oneLine(context + e.getProblem()), "valid YAML 1.2"));
        } catch (ReaderException e) {
            findings.add(Rule.YAML_SYNTAX.at(
                    position(text.get(), e.getPosition()),
                    String.format("the character U+%04X", e.getCodePoint()),
                    "printable characters; write others as escapes in double quotes"));
        } catch (RuntimeException e) {
            // A parser for files of any origin: what it did not foresee is the author's syntax error, not our crash.
            findings.add(Rule.YAML_SYNTAX.at(start, oneLine(String.valueOf(e.getMessage())), "valid YAML 1.2"));
        }
        return Optional.empty();
    }

    private Optional<YamlNode> build(String text, SourceLocation start) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(limits.maxBytes())
                .build();
        TreeBuilder builder = new TreeBuilder(file, limits, findings);
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event.getEventId() == Event.ID.DocumentStart && ++documents > 1) {
                findings.add(Rule.YAML_DOCUMENTS.at(
                        builder.location(event), "a second document", "one document in a file, so no further ---"));
                return Optional.empty();
            }
            if (!builder.add(event)) {
                return Optional.empty();
            }
        }
        Optional<YamlNode> root = builder.root();
        if (root.isEmpty()) {
            findings.add(
                    Rule.YAML_EMPTY.at(start, "an empty file", "one YAML mapping; delete the file if it is not used"));
        }
        return root;
    }

    private Optional<String> decode(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer chars = CharBuffer.allocate(content.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            findings.add(Rule.YAML_ENCODING.at(
                    position(text, text.length()),
                    String.format("the byte 0x%02X, which is not UTF-8", content[bytes.position()]),
                    "a file saved as UTF-8"));
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private SourceLocation position(String text, int index) {
        String before = text.substring(0, Math.min(Math.max(index, 0), text.length()));
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        int column = before.length() - (before.lastIndexOf('\n') + 1) + 1;
        return new SourceLocation(file, line, column);
    }

    private static String oneLine(String message) {
        String flat = message.replaceAll("\\s+", " ").strip();
        return flat.length() > 200 ? flat.substring(0, 200) + "..." : flat;
    }

    static SourceLocation location(String file, Mark mark) {
        return new SourceLocation(file, Math.max(mark.getLine(), 0) + 1, Math.max(mark.getColumn(), 0) + 1);
    }
}
