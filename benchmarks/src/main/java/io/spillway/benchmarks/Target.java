package io.spillway.benchmarks;

/**
 * What a run must reach.
 *
 * @param value measured in this run
 * @param limit the most that is good
 * @param met whether the value is at most the limit
 */
public record Target(String name, double value, double limit, boolean met) {
    static Target none(String name, long count) {
        return new Target(name, (double) count, 0, count == 0);
    }

    static Target atMost(String name, double value, double limit) {
        return new Target(name, value, limit, value <= limit);
    }
}
