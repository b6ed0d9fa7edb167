package io.spillway.contract;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON from maps, lists, text, numbers, booleans and null. This module is embedded by users, so it brings no
 * JSON library for the three documents that it writes.
 */
public final class Json {
    private static final int COMPACT = -1;

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** On one line. */
    public static String compact(@Nullable Object value) {
        Json json = new Json();
        json.write(value, COMPACT);
        return json.out.toString();
    }

    /** Indented by two, with a line end at the end. */
    public static String pretty(@Nullable Object value) {
        Json json = new Json();
        json.write(value, 0);
        return json.out.append('\n').toString();
    }

    private void write(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            writeAll('{', '}', indent, map.size(), inner -> {
                Map.Entry<?, ?> entry = entries.next();
                quote(String.valueOf(entry.getKey()));
                out.append(indent == COMPACT ? ":" : ": ");
                write(entry.getValue(), inner);
            });
        } else if (value instanceof List<?> list) {
            Iterator<?> items = list.iterator();
            writeAll('[', ']', indent, list.size(), inner -> write(items.next(), inner));
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quote(value.toString());
        }
    }

    private interface Element {
        void write(int indent);
    }

    private void writeAll(char open, char close, int indent, int size, Element element) {
        out.append(open);
        int inner = indent == COMPACT ? COMPACT : indent + 1;
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                out.append(',');
            }
            newLine(inner);
            element.write(inner);
        }
        if (size > 0) {
            newLine(indent);
        }
        out.append(close);
    }

    private void newLine(int indent) {
        if (indent != COMPACT) {
            out.append('\n').append("  ".repeat(indent));
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // A lone surrogate has no UTF-8 form; escaped it survives being written to a file.
                    if (character < 0x20 || (Character.isSurrogate(character) && !isPaired(text, i))) {
                        out.append(String.format("\\u%04x", (int) character));
                    } else {
                        out.append(character);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPaired(String text, int index) {
        char character = text.charAt(index);
        return Character.isHighSurrogate(character)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
