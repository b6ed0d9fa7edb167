package io.spillway.cli;

import java.io.Serial;

/** Ends a command with one message for its user and an exit code. */
public final class CommandFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the shell shall see. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
