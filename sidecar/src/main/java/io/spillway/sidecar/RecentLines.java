package io.spillway.sidecar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last lines of Envoy's log and what they say went wrong. Thread-safe: guarded by itself. */
final class RecentLines {
    private static final int CAPACITY = 200;
    private static final int LONGEST_LINE = 4_000;

    /** As in {@code [2026-01-01 10:00:00.123][42][critical][main] [source/server/server.cc:428] error ...}. */
    private static final Pattern LINE =
            Pattern.compile("\\[[^]]*]\\[\\d+]\\[(\\w+)]\\[\\w+] (?:\\[[^] ]+:\\d+] )?(.*)");

    /** In what Envoy logs when it refuses a configuration that came over xDS. */
    static final String REJECTED = " rejected: ";

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
    }

    /** The message of a line that a person should see at once: an error, or a refused configuration. */
    static Optional<String> alarm(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean alarming = isError(matcher.group(1)) || matcher.group(2).contains(REJECTED);
        return alarming ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    private static boolean isError(String level) {
        return level.equals("critical") || level.equals("error");
    }

    /** What Envoy says about its end: its errors, or its last lines when it names none. */
    synchronized List<String> errors() {
        List<String> errors = new ArrayList<>();
        boolean continued = false;
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                continued = isError(matcher.group(1));
                if (continued && !errors.contains(matcher.group(2))) {
                    errors.add(matcher.group(2));
                }
            } else if (continued && !line.isBlank()) {
                // A message of several lines; only its first carries the prefix.
                errors.add(line.strip());
            }
        }
        if (errors.isEmpty()) {
            lines.stream()
                    .skip(Math.max(0, lines.size() - 3))
                    .map(String::strip)
                    .forEach(errors::add);
        }
        return errors.subList(0, Math.min(errors.size(), 8));
    }

    /** The newest message that contains a text, without Envoy's prefix. */
    synchronized Optional<String> lastContaining(String text) {
        return lines.reversed().stream()
                .map(LINE::matcher)
                .filter(matcher -> matcher.matches() && matcher.group(2).contains(text))
                .map(matcher -> matcher.group(2))
                .findFirst();
    }
}
