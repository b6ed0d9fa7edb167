package io.spillway.contract.yaml;

import io.spillway.contract.Findings;
import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import io.spillway.contract.yaml.YamlNode.Entry;
import io.spillway.contract.yaml.YamlNode.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds the tree of one document from parser events, with a stack of its own. An alias is the same node again, and
 * its size and depth count again: that is where "a billion laughs" would explode for whoever walks the tree, so the
 * limits apply to what a walk sees. A node cannot contain itself, since an anchor counts once its node is complete. For
 * one thread.
 */
final class TreeBuilder {
    /** A complete node with what a walk over it sees. */
    private record Built(YamlNode node, long size, int depth) {}

    /** A sequence or mapping whose end has not come. */
    private static final class Open {
        private final Event start;
        private final SourceLocation location;
        private final List<YamlNode> items = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();
        private long size = 1;
        private int depth = 1;

        @Nullable
        private Built key;

        Open(Event start, SourceLocation location) {
            this.start = start;
            this.location = location;
        }
    }

    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private final String file;
    private final YamlLimits limits;
    private final Findings findings;
    private final Map<Anchor, Built> anchors = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();

    @Nullable
    private YamlNode root;

    TreeBuilder(String file, YamlLimits limits, Findings findings) {
        this.file = file;
        this.limits = limits;
        this.findings = findings;
    }

    /** The root, once its last event was added. */
    Optional<YamlNode> root() {
        return Optional.ofNullable(root);
    }

    /**
     * Adds the next event of the document.
     *
     * @return whether to go on; if not, a finding says why
     */
    boolean add(Event event) {
        SourceLocation location = location(event);
        switch (event.getEventId()) {
            case SequenceStart, MappingStart -> {
                open.push(new Open(event, location));
                return open.size() <= limits.maxDepth() || tooDeep(location);
            }
            case SequenceEnd, MappingEnd -> {
                Open ended = open.pop();
                YamlNode node = ended.start.getEventId() == Event.ID.SequenceStart
                        ? new YamlNode.Sequence(ended.items, ended.location)
                        : new YamlNode.Mapping(ended.entries, ended.location);
                return complete(ended.start, new Built(node, ended.size, ended.depth), location);
            }
            case Scalar -> {
                ScalarEvent scalar = (ScalarEvent) event;
                YamlNode node = new YamlNode.Scalar(scalar.getValue(), kind(scalar), location);
                return complete(event, new Built(node, 1, 1), location);
            }
            case Alias -> {
                Built target = anchors.get(((AliasEvent) event).getAlias());
                if (target == null) {
                    findings.add(Rule.YAML_SYNTAX.at(
                            location,
                            "the alias *" + ((AliasEvent) event).getAlias().getValue() + " of nothing before it",
                            "an anchor that stands before the alias and does not contain it"));
                    return false;
                }
                return attach(target, location);
            }
            default -> {
                return true;
            }
        }
    }

    SourceLocation location(Event event) {
        return event.getStartMark().map(mark -> YamlFile.location(file, mark)).orElse(new SourceLocation(file, 1, 1));
    }

    private boolean complete(Event start, Built built, SourceLocation location) {
        ((NodeEvent) start).getAnchor().ifPresent(anchor -> anchors.put(anchor, built));
        return attach(built, location);
    }

    private boolean attach(Built built, SourceLocation location) {
        Open parent = open.peek();
        if (parent == null) {
            root = built.node();
            return true;
        }
        parent.size += built.size();
        parent.depth = Math.max(parent.depth, built.depth() + 1);
        if (parent.start.getEventId() == Event.ID.SequenceStart) {
            parent.items.add(built.node());
        } else if (parent.key == null) {
            parent.key = built;
        } else {
            addEntry(parent, parent.key.node(), built.node());
            parent.key = null;
        }
        if (parent.size > limits.maxNodes()) {
            findings.add(Rule.YAML_LIMIT.at(
                    location,
                    "more than " + limits.maxNodes() + " values with aliases expanded",
                    "a smaller file, or fewer aliases"));
            return false;
        }
        return open.size() - 1 + parent.depth <= limits.maxDepth() + 1 || tooDeep(location);
    }

    private void addEntry(Open parent, YamlNode key, YamlNode value) {
        if (key instanceof YamlNode.Scalar name) {
            parent.entries.add(new Entry(name.text(), name.location(), value));
        } else {
            findings.add(Rule.WRONG_TYPE.at(key.location(), key.excerpt() + " as a key", "a name"));
        }
    }

    private boolean tooDeep(SourceLocation location) {
        findings.add(Rule.YAML_LIMIT.at(
                location,
                "more than " + limits.maxDepth() + " levels with aliases expanded",
                "at most " + limits.maxDepth() + " levels"));
        return false;
    }

    private static Kind kind(ScalarEvent scalar) {
        Tag tag = scalar.getTag()
                .filter(text -> !text.equals("!"))
                .map(Tag::new)
                .orElseGet(() ->
                        RESOLVER.resolve(scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar()));
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
