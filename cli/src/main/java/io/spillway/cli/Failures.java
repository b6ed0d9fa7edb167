package io.spillway.cli;

import io.spillway.marketplace.AddressTakenException;
import io.spillway.sidecar.SidecarException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The one place that turns what goes wrong into a message and an exit code. A mistake of the user or a lack of the
 * machine never shows a stack trace; {@code --verbose} does.
 */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private record Failure(ExitCode exitCode, String message) {}

    @Override
    public int handleExecutionException(
            Exception exception, CommandLine commandLine, CommandLine.@Nullable ParseResult parseResult) {
        Failure failure = of(exception);
        PrintWriter err = commandLine.getErr();
        err.println("spillway: " + failure.message());
        if (Verbosity.isVerbose()) {
            exception.printStackTrace(err);
        } else if (failure.exitCode() == ExitCode.INTERNAL) {
            err.println("This is a fault in Spillway; --verbose shows where.");
        }
        err.flush();
        return failure.exitCode().code();
    }

    private static Failure of(Exception exception) {
        String message = exception.getMessage() == null ? exception.toString() : exception.getMessage();
        return switch (exception) {
            case CommandFailure failure -> new Failure(failure.exitCode(), message);
            case AddressTakenException ignored -> new Failure(ExitCode.ENVIRONMENT, message);
            case SidecarException ignored -> new Failure(ExitCode.ENVIRONMENT, message);
            // Values are checked where they are used; the message names the value and what was expected.
            case IllegalArgumentException ignored -> new Failure(ExitCode.USAGE, message);
            case NoSuchFileException ignored -> new Failure(ExitCode.USAGE, message + ": no such file or directory");
            case AccessDeniedException ignored -> new Failure(ExitCode.ENVIRONMENT, message + ": permission denied");
            case IOException ignored -> new Failure(ExitCode.ENVIRONMENT, message);
            case InterruptedException ignored -> new Failure(ExitCode.INTERRUPTED, "interrupted");
            default -> new Failure(ExitCode.INTERNAL, exception.toString());
        };
    }
}
