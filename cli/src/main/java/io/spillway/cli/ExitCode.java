package io.spillway.cli;

/** What the command tells the shell; the same for every subcommand. */
public enum ExitCode {
    OK(0, "done"),
    FINDINGS(1, "done, with findings: errors in contracts, or targets not met"),
    USAGE(2, "wrong arguments"),
    ENVIRONMENT(3, "something is missing on this machine or cannot be reached: a program, a free port, a process"),
    INTERNAL(70, "a fault in Spillway itself"),
    INTERRUPTED(130, "interrupted with Ctrl-C"),
    TERMINATED(143, "ended by SIGTERM, after draining");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that the shell sees. */
    public int code() {
        return code;
    }

    /** For the help text. */
    public String meaning() {
        return meaning;
    }
}
