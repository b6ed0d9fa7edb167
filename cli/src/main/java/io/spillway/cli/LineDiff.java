package io.spillway.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Lines that differ, with a few around them. */
final class LineDiff {
    private static final int CONTEXT = 2;
    private static final int FILE_HEADER_LINES = 2;

    private LineDiff() {}

    static List<String> between(List<String> before, List<String> after) {
        return UnifiedDiffUtils.generateUnifiedDiff("", "", before, DiffUtils.diff(before, after), CONTEXT).stream()
                .skip(FILE_HEADER_LINES)
                .filter(line -> !line.startsWith("@@"))
                .toList();
    }
}
