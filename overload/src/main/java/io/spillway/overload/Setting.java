package io.spillway.overload;

import java.time.Duration;

/** Checks of settings; a message gives the name, the value and what was expected. */
final class Setting {
    /** Longer times are a mistake, and sums of them would overflow nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Setting() {}

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw unexpected(name, value, ">= " + least);
        }
    }

    static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw unexpected(name, value, ">= " + least + " and <= " + most);
        }
    }

    /** Refuses what is not a number, too. */
    static void between(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw unexpected(name, value, ">= " + least + " and <= " + most);
        }
    }

    /** Above 0, at most 1. */
    static void share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw unexpected(name, value, "> 0 and <= 1");
        }
    }

    /** Above 0, at most a year. */
    static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw unexpected(name, value, "> PT0S and <= " + LONGEST);
        }
    }

    static IllegalArgumentException unexpected(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
