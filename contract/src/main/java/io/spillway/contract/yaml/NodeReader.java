package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.yaml.YamlNode.Entry;
import io.spillway.contract.yaml.YamlNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Copies the parser's graph into a tree. An alias is a second way to the same node of the graph, so the copy is where
 * "a billion laughs" would explode and where an alias of itself would never end: both stop at the limits.
 */
final class NodeReader {
    private final String file;
    private final YamlLimits limits;
    private final Findings findings;
    private int nodes;
    private boolean exceeded;

    NodeReader(String file, YamlLimits limits, Findings findings) {
        this.file = file;
        this.limits = limits;
        this.findings = findings;
    }

    Optional<YamlNode> read(Node root) {
        YamlNode copy = copy(root, 1);
        return exceeded ? Optional.empty() : Optional.of(copy);
    }

    private YamlNode copy(Node node, int depth) {
        SourceLocation location =
                node.getStartMark().map(mark -> YamlFile.location(file, mark)).orElse(new SourceLocation(file, 1, 1));
        if (exceeded || ++nodes > limits.maxNodes() || depth > limits.maxDepth() + 1) {
            if (!exceeded) {
                exceeded = true;
                findings.add(Rule.YAML_LIMIT.at(
                        location,
                        "more than "
                                + (nodes > limits.maxNodes()
                                        ? limits.maxNodes() + " values"
                                        : limits.maxDepth() + " levels")
                                + " with aliases expanded",
                        "fewer aliases, none of which contains itself"));
            }
            return new YamlNode.Scalar("", Kind.NOTHING, location);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(copy(item, depth + 1));
            }
            return new YamlNode.Sequence(items, location);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, depth, location);
        }
        if (node instanceof ScalarNode scalar) {
            return new YamlNode.Scalar(scalar.getValue(), kind(scalar), location);
        }
        throw new IllegalStateException("node: " + node.getNodeType() + " (expected: scalar, sequence or mapping)");
    }

    private YamlNode mapping(MappingNode mapping, int depth, SourceLocation location) {
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SourceLocation at = tuple.getKeyNode()
                    .getStartMark()
                    .map(mark -> YamlFile.location(file, mark))
                    .orElse(location);
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                entries.add(new Entry(key.getValue(), at, copy(tuple.getValueNode(), depth + 1)));
            } else {
                findings.add(Rule.WRONG_TYPE.at(at, "a list or mapping as a key", "a name"));
            }
        }
        return new YamlNode.Mapping(entries, location);
    }

    private static Kind kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG) || tag.equals(Tag.MERGE)) {
            return Kind.TEXT;
        }
        if (tag.equals(Tag.INT)) {
            return Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.TRUTH;
        }
        return tag.equals(Tag.NULL) ? Kind.NOTHING : Kind.CUSTOM;
    }
}
