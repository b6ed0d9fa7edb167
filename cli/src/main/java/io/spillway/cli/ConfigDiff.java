package io.spillway.cli;

import io.spillway.controlplane.RenderedConfig;
import io.spillway.controlplane.RenderedConfig.RenderedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resources that differ between two states of a mesh. The same difference in several sidecars is one change. */
final class ConfigDiff {
    /**
     * @param change added, removed or changed
     * @param sidecars {@code service@address} of all that it concerns
     * @param origin contract line of the resource as it will be, or as it was when it goes
     * @param lines what differs, each begun with {@code -}, {@code +} or a space
     */
    record Change(String change, String kind, String name, String origin, List<String> lines, List<String> sidecars) {}

    private record Key(String sidecar, String kind, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    private ConfigDiff() {}

    static List<Change> between(List<RenderedConfig> before, List<RenderedConfig> after) {
        Map<Key, RenderedResource> old = index(before);
        Map<Key, RenderedResource> young = index(after);
        Set<Key> keys = new TreeSet<>(old.keySet());
        keys.addAll(young.keySet());
        Map<String, Change> changes = new TreeMap<>();
        for (Key key : keys) {
            Change change = change(key, old.get(key), young.get(key));
            if (change != null) {
                changes.merge(
                        change.kind() + " " + change.name() + " " + change.change() + change.lines(),
                        change,
                        ConfigDiff::together);
            }
        }
        return List.copyOf(changes.values());
    }

    /** One line for each change. */
    static String names(List<Change> changes) {
        if (changes.isEmpty()) {
            return "no difference\n";
        }
        return changes.stream().map(ConfigDiff::title).collect(Collectors.joining("\n", "", "\n"));
    }

    static String text(List<Change> changes) {
        if (changes.isEmpty()) {
            return "no difference\n";
        }
        return changes.stream()
                .map(change -> title(change) + "\n"
                        + String.join(
                                "",
                                change.lines().stream()
                                        .map(line -> "    " + line + "\n")
                                        .toList()))
                .collect(Collectors.joining("\n"));
    }

    private static String title(Change change) {
        return change.change() + " " + change.kind() + " " + change.name() + "  <- " + change.origin() + "  for "
                + String.join(", ", change.sidecars());
    }

    private static @Nullable Change change(Key key, @Nullable RenderedResource old, @Nullable RenderedResource young) {
        if (old != null && young != null && old.yaml().equals(young.yaml())) {
            return null;
        }
        RenderedResource shown = young == null ? old : young;
        if (shown == null) {
            return null;
        }
        String word = old == null ? "added" : young == null ? "removed" : "changed";
        List<String> lines = old == null || young == null
                ? List.of()
                : LineDiff.between(
                        old.yaml().lines().toList(), young.yaml().lines().toList());
        return new Change(word, key.kind(), key.name(), shown.origin(), lines, List.of(key.sidecar()));
    }

    private static Change together(Change first, Change second) {
        List<String> sidecars = new ArrayList<>(first.sidecars());
        sidecars.addAll(second.sidecars());
        return new Change(first.change(), first.kind(), first.name(), first.origin(), first.lines(), sidecars);
    }

    private static Map<Key, RenderedResource> index(List<RenderedConfig> configs) {
        return configs.stream()
                .flatMap(config -> config.resources().stream()
                        .map(resource -> Map.entry(
                                new Key(config.service() + "@" + config.address(), resource.kind(), resource.name()),
                                resource)))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        Function.<Map.Entry<Key, RenderedResource>>identity().andThen(Map.Entry::getValue)));
    }
}
