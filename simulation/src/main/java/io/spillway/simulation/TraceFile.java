package io.spillway.simulation;

import io.spillway.contract.Rule;
import io.spillway.contract.SourceLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Arrivals as they were measured: the time of each, or how many there were in each second. */
final class TraceFile {
    /** The files beside the topology. */
    @FunctionalInterface
    interface Source {
        List<String> lines(String path) throws IOException;
    }

    private TraceFile() {}

    static Arrivals read(String path, SourceLocation named, Source source, Mistakes mistakes) {
        List<String> lines;
        try {
            lines = source.lines(path);
        } catch (IOException e) {
            mistakes.findings().add(Rule.FILE_UNREADABLE.at(named, path + ", which cannot be read", "a CSV file"));
            return Arrivals.poisson(0);
        }
        String heading = lines.isEmpty() ? "" : lines.getFirst().strip();
        if (!heading.equals("seconds") && !heading.equals("rate")) {
            mistakes.findings()
                    .add(Rule.BAD_VALUE.at(
                            new SourceLocation(path, 1, 1), "the heading \"" + heading + "\"", "seconds or rate"));
            return Arrivals.poisson(0);
        }
        List<Double> values = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                number(path, i + 1, line, mistakes).ifPresent(values::add);
            }
        }
        if (heading.equals("rate")) {
            return mistakes.at(named, Arrivals.poisson(0), () -> RateProfile.perSecond(values));
        }
        long[] times = values.stream()
                .mapToLong(seconds -> (long) (seconds * 1e9))
                .sorted()
                .toArray();
        for (int i = 0; i < times.length; i++) {
            // A nanosecond apart: what comes at once comes one after the other.
            times[i] = Math.max(times[i], i == 0 ? 1 : times[i - 1] + 1);
        }
        return new Times(times);
    }

    private static Optional<Double> number(String path, int line, String text, Mistakes mistakes) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1e7) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // Reported below, as what is out of range.
        }
        mistakes.findings()
                .add(Rule.BAD_VALUE.at(
                        new SourceLocation(path, line, 1), "\"" + text + "\"", "one number 0 to 10000000"));
        return Optional.empty();
    }

    /** Each at its time, no two at the same. Immutable. */
    private static final class Times implements Arrivals {
        private final long[] times;

        Times(long[] times) {
            this.times = times;
        }

        @Override
        public long nextNanos(long afterNanos, RandomStream random) {
            int index = Arrays.binarySearch(times, afterNanos + 1);
            int next = index < 0 ? -index - 1 : index;
            return next < times.length ? times[next] : Long.MAX_VALUE;
        }
    }
}
