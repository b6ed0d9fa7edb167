package io.spillway.contract;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
public final class Nearest {
    /** Longer words are not compared: a name of the mesh is at most 63 long, a method somewhat more. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The candidate with the fewest changed letters, empty when none is near: at most a third of the letters differ. */
    public static Optional<String> of(String word, Collection<String> candidates) {
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int limit = Math.max(1, Math.max(word.length(), candidate.length()) / 3);
            if (word.length() > LONGEST || Math.abs(word.length() - candidate.length()) > limit) {
                continue;
            }
            int distance = distance(word, candidate);
            boolean closer = distance < fewest || (distance == fewest && best != null && candidate.compareTo(best) < 0);
            if (distance <= limit && closer) {
                best = candidate;
                fewest = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code did you mean "port"?}, or the given list when nothing is near. */
    public static String suggestion(String word, Collection<String> candidates) {
        return of(word, candidates)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> candidates.isEmpty()
                        ? "there are none"
                        : candidates.size() > 20
                                ? "one of " + candidates.size() + " known names"
                                : "one of "
                                        + String.join(
                                                ", ",
                                                candidates.stream().sorted().toList()));
    }

    /** Edit distance where swapping two neighbours is one change (optimal string alignment), ignoring case. */
    private static int distance(String left, String right) {
        int[] before = new int[right.length() + 1];
        int[] above = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                char a = Character.toLowerCase(left.charAt(i - 1));
                char b = Character.toLowerCase(right.charAt(j - 1));
                int cost = a == b ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                boolean swapped = i > 1
                        && j > 1
                        && a == Character.toLowerCase(right.charAt(j - 2))
                        && b == Character.toLowerCase(left.charAt(i - 2));
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[right.length()];
    }
}
