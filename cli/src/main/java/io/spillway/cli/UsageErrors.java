package io.spillway.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Says what is wrong with the arguments, what was perhaps meant, and where the help is; not the whole help. */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(CommandLine.ParameterException exception, String[] args) {
        CommandLine commandLine = exception.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("spillway: " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '%s --help'.".formatted(commandLine.getCommandSpec().qualifiedName()));
        err.flush();
        return ExitCode.USAGE.code();
    }
}
