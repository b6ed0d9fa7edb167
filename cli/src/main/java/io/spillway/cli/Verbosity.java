package io.spillway.cli;

/**
 * How much the log on standard error says: warnings, or with {@code --verbose} everything that Spillway itself logs.
 * Decided before the first logger exists and carried as a system property, since the log is set up when first used.
 */
final class Verbosity {
    private static final String PROPERTY = "spillway.verbose";

    private Verbosity() {}

    static void setVerbose() {
        System.setProperty(PROPERTY, "true");
    }

    static boolean isVerbose() {
        return Boolean.getBoolean(PROPERTY);
    }
}
