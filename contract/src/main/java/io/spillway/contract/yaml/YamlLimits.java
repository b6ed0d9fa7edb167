package io.spillway.contract.yaml;

/**
 * How large a file may be.
 *
 * @param maxBytes size of the file
 * @param maxNodes values after aliases are expanded, which bounds what a few nested aliases can blow up to
 * @param maxDepth nesting after aliases are expanded
 */
public record YamlLimits(int maxBytes, int maxNodes, int maxDepth) {
    /** 1 MiB, 100,000 values, 64 levels: some hundred times the largest contract that was seen. */
    public static final YamlLimits DEFAULT = new YamlLimits(1 << 20, 100_000, 64);

    public YamlLimits {
        if (maxBytes <= 0 || maxNodes <= 0 || maxDepth <= 0 || maxDepth > 1_000) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + ", maxNodes: " + maxNodes + ", maxDepth: "
                    + maxDepth + " (expected: > 0, maxDepth <= 1000)");
        }
    }
}
