package io.spillway.contract;

/**
 * A place in a contract file.
 *
 * @param file path relative to the contract directory, with forward slashes
 * @param line from 1
 * @param column from 1
 */
public record SourceLocation(String file, int line, int column) {
    public SourceLocation {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("line: " + line + ", column: " + column + " (expected: >= 1)");
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
