package io.spillway.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Results on standard output, or wherever the command line was told to write, flushed so that a pipe sees them. */
final class Output {
    private Output() {}

    static void print(CommandSpec spec, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
