package io.spillway.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of {@code endpoints.yaml}, some of them taken out for now. For one thread. */
final class EndpointLines {
    private static final Pattern INSTANCE = Pattern.compile("    - \\{instance: ((\\S+)-\\d+), .*zone: ([ab])}");

    private final List<String> lines;
    private final List<String> absent = new ArrayList<>();

    /** What an edit did, and to which service. */
    record Step(String service, String description) {}

    EndpointLines(String yaml) {
        lines = new ArrayList<>(yaml.lines().toList());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        lines.stream()
                .filter(line -> !absent.contains(line))
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Takes out or puts back an instance of a service that has another one left. */
    Step toggle(RandomGenerator random) {
        if (!absent.isEmpty()) {
            Matcher back = match(absent.removeFirst());
            return new Step(back.group(2), back.group(1) + " added");
        }
        List<String> removable = lines.stream()
                .filter(line -> INSTANCE.matcher(line).matches())
                .filter(line -> count(match(line).group(2)) > 1)
                .toList();
        String line = removable.get(random.nextInt(removable.size()));
        absent.add(line);
        Matcher gone = match(line);
        return new Step(gone.group(2), gone.group(1) + " removed");
    }

    /** Moves an instance that somebody calls to the other zone. */
    Step move(RandomGenerator random) {
        List<String> movable = lines.stream()
                .filter(line -> INSTANCE.matcher(line).matches() && !absent.contains(line))
                .filter(line -> !match(line).group(2).equals("consumer-front"))
                .toList();
        String line = movable.get(random.nextInt(movable.size()));
        Matcher moved = match(line);
        String zone = moved.group(3).equals("a") ? "b" : "a";
        lines.set(lines.indexOf(line), line.substring(0, moved.start(3)) + zone + line.substring(moved.end(3)));
        return new Step(moved.group(2), moved.group(1) + " in zone " + zone);
    }

    private long count(String service) {
        return lines.stream()
                .filter(line -> INSTANCE.matcher(line).matches())
                .filter(line -> match(line).group(2).equals(service))
                .count();
    }

    private static Matcher match(String line) {
        Matcher matcher = INSTANCE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("line: " + line + " (expected: " + INSTANCE + ")");
        }
        return matcher;
    }
}
