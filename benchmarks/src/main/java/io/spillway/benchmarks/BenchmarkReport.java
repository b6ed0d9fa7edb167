package io.spillway.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every benchmark reports, whatever else it measures. Serialises to JSON as it is. */
public interface BenchmarkReport {
    /** As on the command line. */
    String name();

    /** With the same seed the same is done in the same order. */
    long seed();

    Machine machine();

    List<Arm> arms();

    List<Target> targets();

    /** Why the run says nothing about the system; null when it is valid. */
    @Nullable
    String invalid();

    /** What a table shows beside the arms, line by line; nothing for most. */
    default List<String> details() {
        return List.of();
    }

    /** Whether the run is valid and every target is met. */
    default boolean passed() {
        return invalid() == null && targets().stream().allMatch(Target::met);
    }
}
